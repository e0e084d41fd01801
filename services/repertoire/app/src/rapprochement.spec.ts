import type { LigneAssure } from './assure';
import type { Identite } from './identite';
import { aOuvrir, identiteApres, rapprocher, type Connus } from './rapprochement';

const NIR = '295109912611193';
const NIA = '785049935104552';
const identite = { nom: 'Modelier', nomUsage: null, prenoms: 'Ada', naissance: '1995-10-03', sexe: 'F' as const, rang: 1, adresse: null, codePostal: null, commune: null, qualite: 'ouvreur' as const, ouvreurNir: null };
const ligne = (nir: string | null, traits: Partial<typeof identite> = {}): LigneAssure => ({ source: 'S', numero: 'N', nir, identite: { ...identite, ...traits }, caisse: '931', departement: '93', medecinTraitant: null });
const fiche = (o: Partial<Identite> = {}): Identite => ({ ...identite, nir: NIR, nia: null, ...o });
const connus = (o: Partial<Connus>): Connus => ({ parNumero: null, identique: false, parNir: null, parBeneficiaire: null, ...o });
const issue = (l: LigneAssure, c: Partial<Connus>, f: Identite = fiche()) => rapprocher(l, connus(c), () => f);
const code = (r: ReturnType<typeof issue>): string => (r.genre === 'erreur' ? r.erreur.code : r.genre);

test('une personne que rien ne désigne est nouvelle ; une ligne mot pour mot la même ne change rien', () => {
  expect(code(issue(ligne(NIR), {}))).toBe('creer');
  expect(code(issue(ligne(NIR), { parNumero: 'p', identique: true, parNir: 'p' }))).toBe('inchangee');
  expect(aOuvrir(connus({ parNumero: 'p', identique: true, parNir: 'p' }))).toEqual([]);
});

test('le même NIR sous un autre numéro rattache ce numéro, sauf si la naissance ou le sexe diffèrent', () => {
  expect(issue(ligne(NIR), { parNir: 'p' })).toEqual({ genre: 'attacher', personne: 'p' });
  expect(code(issue(ligne(NIR, { naissance: '1995-10-04' }), { parNir: 'p' }))).toBe('nir-deja-connu');
  expect(code(issue(ligne(NIR), { parNir: 'p' }, fiche({ sexe: 'M' })))).toBe('nir-deja-connu');
});

test('un numéro connu modifie sa personne, jamais une autre', () => {
  expect(issue(ligne(NIR), { parNumero: 'p', parNir: 'p' })).toEqual({ genre: 'modifier', personne: 'p', attacher: false });
  expect(code(issue(ligne(NIR), { parNumero: 'p', parNir: 'q' }))).toBe('nir-autre-personne');
  expect(code(issue(ligne(null), { parNumero: 'p', parBeneficiaire: 'q' }))).toBe('beneficiaire-autre-personne');
  expect(code(issue(ligne('185012A00412389', { naissance: '1985-01-01', sexe: 'F' }), { parNumero: 'p' }))).toBe('numero-autre-personne');
});

test('un ayant droit qui reçoit son NIR reste la même personne ; un jumeau du même rang ne le devient pas', () => {
  const sansNir = fiche({ nir: null });
  expect(issue(ligne(NIR), { parBeneficiaire: 'p' }, sansNir)).toEqual({ genre: 'modifier', personne: 'p', attacher: true });
  expect(code(issue(ligne(NIR, { prenoms: 'Lin' }), { parBeneficiaire: 'p' }, sansNir))).toBe('creer');
  expect(code(issue(ligne(null, { prenoms: 'Lin' }), { parBeneficiaire: 'p' }, sansNir))).toBe('beneficiaire-deja-connu');
  expect(issue(ligne(null), { parBeneficiaire: 'p' }, sansNir)).toEqual({ genre: 'attacher', personne: 'p' });
});

test('le NIR définitif remplace le numéro d’attente sans l’effacer, et ne se perd pas', () => {
  expect(identiteApres(ligne(NIA), null)).toMatchObject({ nir: null, nia: NIA });
  expect(identiteApres(ligne(NIR), fiche({ nir: null, nia: NIA }))).toMatchObject({ nir: NIR, nia: NIA });
  expect(identiteApres(ligne(null), fiche())).toMatchObject({ nir: NIR });
});
