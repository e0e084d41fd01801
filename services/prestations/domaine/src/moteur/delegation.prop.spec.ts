import fc from 'fast-check';
import { ACTEURS, AFFECTEE, AVIS, CANDIDATS, RPPS, demande, faits, faitsReprise, histoire, issue, ligneBrute, type Pas } from '../../test/exemples';
import { ALD, type ActeurDuJour, type Commande, type DelegationDuJour, type Faits } from '..';

const { conseil, second, chef } = ACTEURS;
const delegation = (reste: Partial<DelegationDuJour> = {}): DelegationDuJour =>
  ({ id: 'd-1', version: 3, delegantId: conseil.id, delegantRpps: RPPS.conseil, encadre: false, actes: ['avis.rendre'], genres: ['ald'], ...reste });
const infirmiere = (delegations?: readonly DelegationDuJour[]): ActeurDuJour => ({ id: 'agent:ism', genre: 'agent', roles: ['ISM'], rpps: null, habilitations: ['ald'], ...(delegations ? { delegations } : {}) });
const deport: Commande = { type: 'Desaffecter', prive: { motif: 'deport' } };

describe('La signature par délégation', () => {
  it('inscrit sur l’avis la délégation, sa version et son auteur, dont le RPPS engage', () => {
    const { etat } = histoire(...AFFECTEE, [AVIS.favorable, faits(infirmiere([delegation()]))]).dossier;
    expect(etat).toMatchObject({ statut: 'accordee', avis: [{ auteur: 'agent:ism', rpps: RPPS.conseil, delegation: { id: 'd-1', version: 3, delegant: conseil.id } }] });
  });

  it.each<[string, DelegationDuJour[] | undefined, Partial<Faits>, string]>([
    ['sans délégation', undefined, {}, 'role-interdit'],
    ['d’un autre acte', [delegation({ actes: ['dossier.affecter'] })], {}, 'role-interdit'],
    ['d’un autre genre d’avis', [delegation({ genres: ['arret'] })], {}, 'praticien-non-affecte'],
    ['d’un confrère qui n’a pas le dossier', [delegation({ delegantId: second.id })], {}, 'praticien-non-affecte'],
    ['d’un délégant en conflit', [delegation()], { conflits: [conseil.id] }, 'conflit-interets'],
    ['d’un délégataire en conflit', [delegation()], { conflits: ['agent:ism'] }, 'conflit-interets'],
    ['d’un délégant médecin traitant', [delegation()], { medecinTraitant: RPPS.conseil }, 'conflit-interets'],
    ['sans numéro RPPS de part ni d’autre', [delegation({ delegantRpps: null })], {}, 'rpps-absent'],
  ])('est refusée %s', (_, delegations, reste, code) => {
    expect(issue(AFFECTEE, AVIS.favorable, faits(infirmiere(delegations), undefined, reste))).toBe(code);
  });

  it('du chef de service couvre tout dossier, même confié à un autre', () => {
    expect(issue(AFFECTEE, AVIS.favorable, faits(infirmiere([delegation({ delegantId: chef.id, delegantRpps: RPPS.chef, encadre: true })])))).toEqual(['AvisRendu']);
  });

  it('ne permet jamais de juger deux fois : le délégant du premier avis ne donne pas le second', () => {
    const rendu: readonly Pas[] = [...AFFECTEE, [AVIS.favorable, faits(infirmiere([delegation({ delegantId: chef.id, delegantRpps: RPPS.chef, encadre: true })]))], [{ type: 'DemanderSecondAvis', prive: { praticien: null }, medical: { texte: null } }, faits(chef)]];
    const second_avis: Commande = { type: 'RendreSecondAvis', prive: { sens: 'favorable' }, medical: { motif: null } };
    expect(issue(rendu, second_avis, faits(chef))).toBe('auteur-premier-avis');
    expect(issue(rendu, second_avis, faits(second))).toEqual(['SecondAvisRendu']);
  });

  it('n’accorde jamais plus que ce qui est délégué, quelles que soient les délégations', () => {
    const quelconque = fc.record({
      actes: fc.subarray(['avis.rendre', 'dossier.affecter'] as const), genres: fc.subarray(['ald', 'arret', 'atmp']),
      delegantId: fc.constantFrom(conseil.id, second.id, 'agent:ism'), delegantRpps: fc.constantFrom(RPPS.conseil, null), encadre: fc.boolean(),
    });
    fc.assert(fc.property(fc.array(quelconque, { maxLength: 3 }), (tirees) => {
      const delegations = tirees.map((d, i) => delegation({ ...d, id: `d-${i}` }));
      const couverte = delegations.some((d) => d.actes.includes('avis.rendre') && d.genres.includes('ald') && (d.encadre || d.delegantId === conseil.id));
      const resultat = issue(AFFECTEE, AVIS.favorable, faits(infirmiere(delegations)));
      if (Array.isArray(resultat)) expect(couverte).toBe(true);
      if (!couverte) expect(['role-interdit', 'praticien-non-affecte']).toContain(resultat);
    }), { numRuns: 300, seed: 931, verbose: 1 });
  });
});

describe('Le déport', () => {
  it('confie aussitôt le dossier à un autre, jamais à qui se retire ni à qui est en conflit, absent ou non habilité', () => {
    const etats = fc.record({ present: fc.boolean(), conflit: fc.boolean(), habilite: fc.boolean() });
    fc.assert(fc.property(fc.tuple(etats, etats, etats), (tires) => {
      const praticiens = CANDIDATS.map((c, i) => ({ ...c, present: tires[i]!.present, habilitations: tires[i]!.habilite ? ['ald'] : [] }));
      const conflits = CANDIDATS.filter((_, i) => tires[i]!.conflit).map((c) => c.acteurId);
      const { etat } = histoire(...AFFECTEE, [deport, faits(conseil, undefined, { praticiens, conflits })]).dossier;
      const possibles = praticiens.filter((c) => c.present && c.habilitations.length > 0 && !conflits.includes(c.acteurId) && c.acteurId !== conseil.id).map((c) => c.acteurId);
      expect(etat.statut).toBe(possibles.length > 0 ? 'affectee' : 'recevable');
      if ('praticien' in etat) expect(possibles).toContain(etat.praticien.acteurId);
    }), { numRuns: 300, seed: 931, verbose: 1 });
  });

  it('pour un autre motif, rend le dossier au chef de service', () => {
    expect(issue(AFFECTEE, { type: 'Desaffecter', prive: { motif: 'absence' } }, faits(chef))).toEqual(['PraticienDesaffecte']);
  });
});

describe('Le conflit d’intérêts déclaré avec un professionnel', () => {
  it('écarte des dossiers où ce professionnel intervient, et d’eux seuls', () => {
    const avec = (rpps: string): Partial<Faits> => ({ conflitsProfessionnels: [{ acteurId: conseil.id, rpps }] });
    expect(issue(AFFECTEE, AVIS.favorable, faits(conseil, undefined, avec(RPPS.medecin)))).toBe('conflit-interets');
    expect(issue(AFFECTEE, AVIS.favorable, faits(conseil, undefined, avec('10000099999')))).toEqual(['AvisRendu']);
  });
});

describe('Un acte après la fin de la nomination', () => {
  const ancien: ActeurDuJour = { ...conseil, roles: [], habilitations: [], nominationFinie: '2016-01-19' };

  it('est refusé par son propre code', () => {
    expect(issue(AFFECTEE, AVIS.favorable, faits(ancien))).toBe('nomination-terminee');
    expect(issue([], demande(), faits(ancien))).toBe('nomination-terminee');
  });

  it('est refusé dans une histoire reprise, alors que l’acte d’avant est accepté', () => {
    const reprendre = (fin: string) => {
      const lue = ALD.intake.validerReprise(ligneBrute());
      if (!lue.ok) throw new Error('line');
      const agent = (id: string, jour: string): ActeurDuJour | null => (id === conseil.id ? (jour <= fin ? conseil : ancien) : null);
      return ALD.intake.reprendre(lue.ligne, faitsReprise({ agent }));
    };
    expect(reprendre('2016-01-19')).toMatchObject({ ok: false, champ: 'histoire[2].par', code: 'nomination-terminee' });
    expect(reprendre('2016-01-13')).toMatchObject({ ok: false, code: 'praticien-inconnu' });
    expect(reprendre('2016-01-20')).toMatchObject({ ok: true });
  });
});
