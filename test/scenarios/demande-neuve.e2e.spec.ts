import { jusqua } from '@sm/testing';
import { Parcours, Persona, Regard, assures, aujourdhui, demande, ouvrirHote, type Assure, type Hote, type Probleme } from '../outils';
import { chiffresDe, type RapportLu } from '../outils/rapport';

interface Chronologie {
  readonly elements: readonly { readonly type: string; readonly par: string | null; readonly survenuLe: string }[];
}

describe("Une demande neuve vit jusqu'à l'exonération (TR-000-13, TR-000-33)", () => {
  let hote: Hote;
  let tsm: Persona;
  let chef: Persona;
  let caisse: Persona;
  let gens: Assure[];
  let prochain = 100;
  const assure = (): Assure => {
    const trouve = gens[prochain++];
    if (!trouve) throw new Error('échantillon trop petit');
    return trouve;
  };

  beforeAll(async () => {
    hote = await ouvrirHote();
    gens = assures(hote);
    [tsm, chef, caisse] = [await Persona.entrer(hote, '931066'), await Persona.entrer(hote, '931001'), await Persona.entrer(hote, 'CP931001')];
  }, 300_000);

  const pseDeLAnnee = async (): Promise<number> => chiffresDe((await chef.lire<RapportLu>('pilotage', `/rapports/ELSM-931/${aujourdhui().slice(0, 4)}`)).corps)['IND-002-31'] ?? 0;
  const actes = async (p: Parcours): Promise<string[]> => (await p.lire<Chronologie>(chef, '/chronologie')).corps.elements.map((e) => e.type);

  it('reçue, complète, affectée selon la charge, accordée, notifiée, ouverte : et les chiffres bougent', async () => {
    const avant = await pseDeLAnnee();
    const p = await Parcours.ouvrir(tsm, demande(assure(), { canal: 'pse', pieces: [] }));
    expect(p.statut).toBe('recevable');
    const charges = (await chef.lire<{ acteurId: string; chargePonderee: number }[]>('prestations', '/travail/charge')).corps;
    const praticien = await p.affecter(chef, hote);
    const choisi = (await p.lire(chef)).corps.praticien?.acteurId;
    expect(charges.find((c) => c.acteurId === choisi)?.chargePonderee).toBe(Math.min(...charges.map((c) => c.chargePonderee)));
    await p.agir(praticien, 'avis', { sens: 'favorable', debut: aujourdhui() });
    expect(p.statut).toBe('accordee');
    await jusqua(async () => (await pseDeLAnnee()) === avant + 1, { delaiMs: 10_000, quoi: 'le rapport de l’année' });
    await p.agir(caisse, 'decision', { sens: 'accord', versionAvis: 1 });
    await p.agir(caisse, 'exoneration');
    await p.agir(tsm, 'signature');
    const { corps } = await p.lire(chef);
    expect(corps).toMatchObject({ statut: 'exoneration_active', exoneration: { debut: aujourdhui() } });
    expect(Number(corps.exoneration?.fin.slice(0, 4)) - Number(aujourdhui().slice(0, 4))).toBeGreaterThanOrEqual(1);
    expect(await actes(p)).toEqual(['DemandeRecue', 'DemandeJugeeRecevable', 'PraticienAffecte', 'AvisRendu', 'DecisionNotifiee', 'ExonerationOuverte', 'ProtocoleSigne']);
    expect(await pseDeLAnnee()).toBe(avant + 1);
  }, 60_000);

  it('la fin de droit arme ses rappels à six et trois mois, au service médical', async () => {
    const base = await Regard.ouvrir(hote, 'prestations');
    const horloges = await base.voir<{ nature: string; proprietaire: string }>(
      "SELECT DISTINCT nature, proprietaire FROM horloge WHERE statut = 'armee' AND nature ~ 'renouvellement|expiration' AND dossier IN (SELECT id FROM dossier WHERE source = 'SCENARIO') ORDER BY nature");
    await base.fermer();
    expect(horloges).toEqual(['ald.expiration', 'ald.renouvellement_3_mois', 'ald.renouvellement_6_mois'].map((nature) => ({ nature, proprietaire: 'sm' })));
  });

  it('la décision garde la version de la règle, de la nomenclature et de l’organisation qui l’ont fondée', async () => {
    const base = await Regard.ouvrir(hote, 'prestations');
    const avis = await base.voir<{ versions: Record<string, string> | null }>(
      "SELECT prive->'prive'->'versions' AS versions FROM journal WHERE type = 'AvisRendu' AND dossier IN (SELECT id FROM dossier WHERE source = 'SCENARIO') LIMIT 1");
    const organisation = await chef.lire<{ version: number }>('organisation', '/unites/ELSM-931');
    await base.fermer();
    expect(avis[0]?.versions).toMatchObject({ regle: 'ald-2016', organisation: String(organisation.corps.version), nomenclature: expect.stringMatching(/.+/) });
  });

  it('incomplète, la demande attend ce qui manque, et le manque est nommé sans rien dire de médical', async () => {
    const p = await Parcours.ouvrir(tsm, demande(assure(), { pieces: [], diagnostics: [] }));
    expect(p.statut).toBe('incomplete');
    const { corps } = await p.lire<{ manques: string[] }>(tsm);
    expect([...corps.manques].sort()).toEqual(['diagnostic', 'piece_protocole']);
    await p.agir(tsm, 'pieces', { pieces: ['protocole'], medical: { diagnostics: ['E11'] } });
    await p.agir(tsm, 'completude');
    expect(p.statut).toBe('recevable');
  });

  it('complément, second avis par un autre praticien, puis refus avec sa voie de recours', async () => {
    const p = await Parcours.ouvrir(tsm, demande(assure()));
    const praticien = await p.affecter(chef, hote);
    await p.agir(praticien, 'complement-demande', { pieces: ['compte_rendu'], texte: 'Compte rendu du cardiologue attendu.' });
    expect(p.statut).toBe('complement_demande');
    await p.agir(tsm, 'complement', { pieces: ['compte_rendu'] });
    await p.agir(chef, 'second-avis-demande', { texte: 'Regard croisé.' });
    const meme = await p.tenter<Probleme>(praticien, 'second-avis', { sens: 'favorable' });
    expect(meme).toMatchObject({ statut: 403, corps: { code: 'auteur-premier-avis' } });
    await p.agir(await Persona.entrer(hote, await autreMc(p)), 'second-avis', { sens: 'defavorable_medical', motif: 'Critères absents.' });
    const muet = await p.tenter<Probleme>(praticien, 'avis', { sens: 'defavorable_medical' });
    expect(muet).toMatchObject({ statut: 422, corps: { code: 'motif-obligatoire' } });
    await p.agir(praticien, 'avis', { sens: 'defavorable_medical', motif: 'Critères de gravité absents.' });
    await p.agir(caisse, 'decision', { sens: 'refus', versionAvis: 1 });
    expect((await p.lire(chef)).corps.decision).toMatchObject({ sens: 'refus', recours: { instance: 'cmra', delaiMois: 2, article: 'R.142-1-A CSS' } });
    expect(await actes(p)).toEqual([
      'DemandeRecue', 'DemandeJugeeRecevable', 'PraticienAffecte', 'ComplementDemande', 'ComplementRecu', 'SecondAvisDemande', 'SecondAvisRendu', 'AvisRendu', 'DecisionNotifiee', 'LienSouleve',
    ]);
  }, 60_000);

  /** A practitioner who has a card and is not in charge. */
  async function autreMc(p: Parcours): Promise<string> {
    const { praticien } = (await p.lire(chef)).corps;
    return praticien?.acteurId === 'agent:931002' ? '931022' : '931002';
  }

  it('la caisse ne décide pas contre l’avis (TR-000-13, L.315-2 CSS)', async () => {
    const p = await Parcours.ouvrir(caisse, demande(assure(), { nature: 'prolongation' }));
    const praticien = await p.affecter(chef, hote);
    await p.agir(praticien, 'avis', { sens: 'favorable', debut: aujourdhui() });
    const refus = await p.tenter(caisse, 'decision', { sens: 'refus', versionAvis: 1 });
    expect(refus).toMatchObject({ statut: 409, corps: { code: 'decision-contraire-avis' } });
    expect(refus.texte).toContain('L.315-2');
    expect((await p.lire(chef)).corps.decision).toBeNull();
    expect(await p.tenter(caisse, 'decision', { sens: 'accord', versionAvis: 2 })).toMatchObject({ statut: 409, corps: { code: 'version-avis-perimee' } });
    await p.agir(caisse, 'decision', { sens: 'accord', versionAvis: 1 });
  }, 60_000);

  it('deux personnes sur le même dossier : la seconde est prévenue, et le même ordre envoyé deux fois n’agit qu’une', async () => {
    const p = await Parcours.ouvrir(tsm, demande(assure()));
    const perimee = await p.tenter(tsm, 'annulation', { motif: 'retrait' }, { 'if-match': '"1"' });
    expect(perimee).toMatchObject({ statut: 412, corps: { code: 'version-perimee' } });
    const cle = { 'idempotency-key': `ordre-${p.id}`, 'if-match': `"${p.version}"` };
    const [premier, second] = [await p.tenter(tsm, 'annulation', { motif: 'doublon' }, cle), await p.tenter(tsm, 'annulation', { motif: 'doublon' }, cle)];
    expect([premier.statut, second.statut, second.corps]).toEqual([200, 200, premier.corps]);
    expect(await p.tenter(tsm, 'annulation', { motif: 'retrait' }, cle)).toMatchObject({ statut: 422, corps: { code: 'commande-deja-utilisee' } });
    expect((await actes(p)).filter((t) => t === 'DossierAnnule')).toHaveLength(1);
  });
});
