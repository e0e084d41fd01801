import { CYCLE_ALD, REFUS, regleEnVigueur, regles, STATUTS } from '..';

describe('La règle d’un type de dossier', () => {
  it('est celle du jour de la demande', () => {
    expect(regleEnVigueur('ald', '2015-12-31')?.version).toBe('ald-1987');
    expect(regleEnVigueur('ald', '2016-01-01')?.version).toBe('ald-2016');
    expect(regleEnVigueur('ald', '1986-12-31')).toBeNull();
    expect(regleEnVigueur('inconnue', '2016-01-01')).toBeNull();
  });

  it('a des versions qui se suivent sans trou ni recouvrement, chacune avec ses articles', () => {
    expect(regles().map(({ valideDu, valideAu }) => [valideDu, valideAu])).toEqual([['1987-01-01', '2015-12-31'], ['2016-01-01', null]]);
    for (const regle of regles()) for (const { article } of [regle, regle.silence, ...regle.pieces, ...regle.delais, ...regle.recours]) expect(article).toMatch(/^[LRD]\.\d{3}/);
  });

  it('ne donne aucun effet au silence, et dit à qui est chaque horloge', () => {
    for (const { silence, delais } of regles()) {
      expect(silence).toMatchObject({ effet: 'aucun', proprietaire: 'sm' });
      expect(delais.map(({ nature, proprietaire, effet }) => `${nature} ${proprietaire} ${effet}`)).toEqual([
        'niveau_service sm aucun', 'recours assure presomption_definitive', 'renouvellement_6_mois sm tache', 'renouvellement_3_mois sm tache', 'expiration sm fin_exoneration',
      ]);
    }
  });
});

describe('Le cycle de vie', () => {
  it('se dessine depuis la table des transitions', () => {
    const diagramme = CYCLE_ALD.diagramme();
    for (const statut of STATUTS) expect(diagramme).toContain(statut);
    expect(diagramme).toContain('  recue --> recevable: ControlerCompletude\n');
    expect(diagramme).toContain('  annulee --> [*]');
  });

  it('donne à chaque commande au moins un rôle, jamais à la caisse une commande sur l’avis', () => {
    for (const type of CYCLE_ALD.commandes) expect(CYCLE_ALD.roles.get(type)?.size).toBeGreaterThan(0);
    for (const type of ['Affecter', 'RendreAvis', 'RemplacerAvis', 'RendreSecondAvis', 'Annuler'] as const) expect(CYCLE_ALD.roles.get(type)?.has('CAISSE')).toBe(false);
  });

  it('nomme ses refus en kebab', () => {
    for (const code of Object.keys(REFUS)) expect(code).toMatch(/^[a-z]+(-[a-z]+)*$/);
  });
});
