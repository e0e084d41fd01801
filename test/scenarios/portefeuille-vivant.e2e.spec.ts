import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { jusqua } from '@sm/testing';
import { Persona, avecHote, type Hote, type ReponseCommande } from '../outils';
import { SOUS_25, chiffresDe, type RapportLu } from '../outils/rapport';

interface Vivant {
  readonly jour: string;
  readonly dossiers: number;
  readonly statuts: Readonly<Record<string, Readonly<Record<string, number>>>>;
}

interface Ligne {
  readonly id: string;
  readonly procedure: string;
  readonly statut: string;
  readonly source: string;
  readonly version: number;
}

interface Vue {
  readonly decision?: { readonly sens: string } | null;
  readonly statut: string;
}

const TRAVAILLENT = new Set(['médecin-conseil', 'médecin-conseil chef de service', 'technicien du service médical', 'infirmier du service médical', "conseiller services de l'assurance maladie", 'agent de la caisse']);

async function dossiers(qui: Persona, requete = ''): Promise<Ligne[]> {
  const lus: Ligne[] = [];
  for (let curseur = ''; ; ) {
    const { corps } = await qui.lire<{ elements: Ligne[]; suivant: string | null }>('prestations', `/dossiers?limite=200${requete}${curseur && `&curseur=${curseur}`}`);
    lus.push(...corps.elements);
    if (!corps.suivant) return lus;
    curseur = corps.suivant;
  }
}

function compter(lignes: readonly Ligne[]): Record<string, Record<string, number>> {
  const comptes: Record<string, Record<string, number>> = {};
  for (const { procedure, statut } of lignes) {
    const siens = (comptes[procedure] ??= {});
    siens[statut] = (siens[statut] ?? 0) + 1;
  }
  return comptes;
}

async function rapport2016(hote: Hote): Promise<RapportLu> {
  return (await (await Persona.entrer(hote, '931001')).lire<RapportLu>('pilotage', '/rapports/ELSM-931/2016')).corps;
}

/** Cards of the home page: number and words of the role. */
async function cartes(hote: Hote): Promise<{ matricule: string; role: string }[]> {
  const { texte } = await new Persona(hote).page('/');
  return [...texte.matchAll(/<dt>Qui<\/dt><dd>([^<]+)<\/dd>[\s\S]*?value="agent:([\w.-]+)"/g)].map(([, role = '', matricule = '']) => ({ matricule, role: role.replaceAll('&#39;', "'") }));
}

async function premiersEcrans(hote: Hote): Promise<void> {
  const personnes = await cartes(hote);
  expect(personnes.length).toBeGreaterThan(12);
  for (const { matricule, role } of personnes) {
    const qui = await Persona.entrer(hote, matricule);
    expect([matricule, (await qui.page('/')).texte.includes('class="acces"')]).toEqual([matricule, true]);
    if (!TRAVAILLENT.has(role)) continue;
    expect([matricule, (await qui.page('/dossiers')).texte.includes('<tr><td class="quand">')]).toEqual([matricule, true]);
    if (role === 'médecin-conseil') expect([matricule, (await dossiers(qui, '&praticien=moi')).length > 0]).toEqual([matricule, true]);
  }
}

function lancerActivite(hote: Hote): { enfant: ChildProcess; sortie: () => string } {
  const racine = join(__dirname, '..', '..');
  const args = [join(racine, 'deploy/lancement/activite.mjs'), '--periode', '0.3', '--demandes', '14'];
  const env: NodeJS.ProcessEnv = { ...process.env, SM_ETAT: hote.etat };
  delete env['NODE_OPTIONS'];
  const enfant = spawn(process.execPath, args, { cwd: racine, env });
  let texte = '';
  for (const flux of [enfant.stdout, enfant.stderr]) flux.on('data', (bloc: Buffer) => (texte += bloc.toString()));
  return { enfant, sortie: () => texte };
}

/** A practitioner gives an avis on one of theirs; the simulated caisse then notifies the decision it commands. */
async function avisPuisDecision(hote: Hote): Promise<void> {
  const medecin = await Persona.entrer(hote, '931002');
  const [sien] = await dossiers(medecin, '&praticien=moi&procedure=ald&statut=affectee');
  const avis = { sens: 'defavorable_medical', motif: 'Critères non réunis' };
  const rendu = await medecin.poster<ReponseCommande>('prestations', `/dossiers/${sien?.id}/avis`, avis, { 'if-match': `"${sien?.version}"` });
  expect(rendu).toMatchObject({ statut: 200, corps: { statut: 'refusee' } });
  const notifiee = async (): Promise<boolean> => Boolean((await medecin.lire<Vue>('prestations', `/dossiers/${sien?.id}`)).corps.decision);
  await jusqua(notifiee, { delaiMs: 30_000, quoi: 'la décision qui suit l’avis' });
}

it('la plateforme est vivante : chaque statut, une page pleine pour chaque carte, une caisse qui demande et exécute, et le rapport 2016 inchangé', async () => {
  await avecHote({ assemblage: 'embarque', taille: 300, options: ['--portefeuille'] }, async (hote) => {
    const vivant = JSON.parse(hote.lire('portefeuille/portefeuille.json')) as Vivant;
    const chef = await Persona.entrer(hote, '931001');
    const siens = (await dossiers(chef)).filter((l) => l.source === `PORTEFEUILLE-${vivant.jour}` || l.source === `CAISSE-931-${vivant.jour}`);
    expect(siens).toHaveLength(vivant.dossiers);
    const { convocations, convoques } = JSON.parse(hote.lire('portefeuille/charge.json')) as { convocations: number; convoques: number };
    expect([convocations, convoques]).toEqual([24, 12]);
    const { affectee = 0, convoque = 0 } = vivant.statuts['arret'] ?? {};
    expect(compter(siens)).toEqual({ ...vivant.statuts, arret: { ...vivant.statuts['arret'], affectee: affectee - convoques, convoque: convoque + convoques } });
    await premiersEcrans(hote);

    const avant = await rapport2016(hote);
    const { numerateur, denominateur } = hote.manifeste.delai;
    expect(chiffresDe(avant)).toMatchObject({ [`${SOUS_25}/n`]: numerateur, [`${SOUS_25}/d`]: denominateur });
    const { enfant, sortie } = lancerActivite(hote);
    const fin = new Promise<number | null>((resoudre) => enfant.once('exit', resoudre));
    try {
      const envoyees = async (): Promise<boolean> => (await dossiers(chef)).filter((l) => l.source === 'CAISSE-931-SIMULEE').length >= 5;
      await jusqua(envoyees, { delaiMs: 40_000, quoi: 'les demandes de la caisse simulée' });
      await avisPuisDecision(hote);
    } finally {
      enfant.kill('SIGTERM');
    }
    expect([await fin, sortie()]).toEqual([0, expect.stringMatching(/activité : \d+ demande\(s\) envoyée\(s\), [1-9]\d* décision\(s\) après avis/)]);
    expect(sortie()).not.toContain('refus inattendus');
    expect(chiffresDe(await rapport2016(hote))).toEqual(chiffresDe(avant));
  });
}, 400_000);
