import { decoder } from '@sm/contracts';
import { cleNir } from '@sm/kernel';
import { nomenclatureAld, replier, reprendre, validerReprise, type EtatDossier, type Evenement } from '@sm/prestations-domaine';
import fc from 'fast-check';
import { etatsApres, lignesJournal } from './dossier.events';
import { vueDossier } from './dossier.vues';
import { TOPIC } from './publication';

const MC = 'agent:MC1';
const SECRET = 'XSECRETX';
const jour = (n: number): string => `2025-${String(1 + Math.floor(n / 28)).padStart(2, '0')}-${String(1 + (n % 28)).padStart(2, '0')}T10:00:00+01:00`;

/** A believable history: each optional step is there or not. */
const histoires = fc.record({
  favorable: fc.boolean(), complement: fc.boolean(), second: fc.boolean(), remplace: fc.boolean(), decision: fc.boolean(), recours: fc.boolean(), fin: fc.boolean(), annule: fc.boolean(),
  canal: fc.constantFrom('pse', 'papier'), regime: fc.constantFrom('liste', 'hors_liste', 'polypathologie', 'non_exonerante'),
}).map((c) => {
  const avis = (favorable: boolean, reste: object = {}): object => ({ acte: 'avis', par: MC, rpps: '10000000017', sens: favorable ? 'favorable' : 'defavorable_medical', motif: SECRET, debut: favorable ? '2025-01-01' : null, dureeAns: favorable ? 5 : null, ...reste });
  const actes: object[] = [{ acte: 'completude' }, { acte: 'affectation', a: MC, par: 'agent:CHEF1' }];
  if (c.complement) actes.push({ acte: 'complement_demande', par: MC, texte: SECRET }, { acte: 'complement_recu', texte: SECRET });
  if (c.second) actes.push({ acte: 'second_avis_demande', texte: SECRET, a: 'agent:MC2' }, { acte: 'second_avis_rendu', par: 'agent:MC2', rpps: '10000000025', sens: 'favorable', motif: SECRET });
  actes.push(avis(c.favorable));
  if (c.remplace) actes.push(avis(!c.favorable, { remplace: 'erreur_materielle' }));
  if (c.decision) actes.push({ acte: 'decision' });
  if (c.decision && c.recours && c.favorable === c.remplace) actes.push({ acte: 'recours' });
  if (c.decision && c.fin && c.favorable !== c.remplace && c.regime !== 'non_exonerante') actes.push({ acte: 'fin', motif: 'deces', par: MC });
  if (!c.decision && c.annule) actes.push({ acte: 'annulation', motif: 'retrait' });
  const corps = '2550814168025';
  return {
    source: 'R', numero: '1', unite: 'ELSM-931', caisse: '931', type: 'ald', nature: 'initiale', canal: c.canal, nir: corps + cleNir(corps), medecin: '10000123454', recuLe: '2025-01-01T08:00:00+01:00',
    medical: { regime: c.regime, ald: c.regime === 'liste' ? 8 : null, diagnostics: ['E11'], debutSoins: '2024-12-01', soins: SECRET }, pieces: ['protocole'],
    histoire: actes.map((a, i) => ({ le: jour(i), par: 'agent:TSM1', ...a })),
  };
});

function rejouer(brute: unknown): { dossier: EtatDossier; evenements: readonly Evenement[] } {
  const lue = validerReprise(brute);
  if (!lue.ok) throw new Error(JSON.stringify(lue.erreurs));
  const r = reprendre(lue.ligne, {
    maintenant: new Date('2026-03-10T09:00:00Z'), dossierId: '01900000-0000-7000-8000-000000000001', importeur: 'machine:reprise', uniteId: 931, personneId: '01900000-0000-7000-8000-00000000000a', precedent: null, agent: () => null,
    nomenclature: nomenclatureAld('essai'), versionOrganisation: '7',
  });
  if (!r.ok) throw new Error(`${r.champ} ${r.code}`);
  return r;
}

describe('ce qui sort d’un dossier, quelle que soit son histoire', () => {
  test('la caisse ne lit ni auteur, ni motif, ni pièce', () => {
    fc.assert(fc.property(histoires, (brute) => {
      const { dossier } = rejouer(brute);
      const vue = vueDossier(dossier.etat, 9, 'ELSM-931', ['CAISSE', 'MC'], '2026-03-10');
      expect(JSON.stringify(vue)).not.toMatch(/agent:|10000000017|10000123454|XSECRETX|pieces|praticien|secondsAvis/);
      expect(JSON.stringify(vueDossier(dossier.etat, 9, 'ELSM-931', ['TSM'], '2026-03-10'))).not.toMatch(/XSECRETX|E11|"ald":/);
    }));
  });

  test('les lignes du journal n’ont rien de médical en clair, se suivent, et ce qui est publié se relit sous son nom', () => {
    fc.assert(fc.property(histoires, (brute) => {
      const { dossier, evenements } = rejouer(brute);
      const lignes = lignesJournal(evenements, etatsApres(evenements, null), 0, '93', (_version, medical) => (medical ? Buffer.from(JSON.stringify(medical)) : null));
      expect(lignes.map((l) => l.version)).toEqual(evenements.map((_, i) => i + 1));
      for (const l of lignes) {
        expect(JSON.stringify(l.prive)).not.toMatch(/XSECRETX|E11|sophia/);
        if (!l.public) continue;
        expect(Buffer.from(l.public).toString('latin1')).not.toMatch(/XSECRETX|E11|agent:|10000/);
        expect(decoder(TOPIC, l.public).type).toBe(l.type);
      }
      const relus = lignes.map(({ prive, medical, survenuLe }) => ({ ...(prive as object), survenuLe: survenuLe.toISOString(), medical: medical ? JSON.parse(Buffer.from(medical).toString()) : null }) as Evenement);
      expect(replier(relus)).toEqual(dossier);
    }));
  });
});
