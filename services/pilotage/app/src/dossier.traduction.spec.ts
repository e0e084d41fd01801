import { Canal, NatureDemande, Regime, Sens, TypeDossier, encoder } from '@sm/contracts';
import { compteursDe, faitsDe } from '@sm/pilotage-domaine';
import { evenementDe } from './dossier.traduction';

const valeurs = <E extends object>(e: E): E[keyof E][] => Object.values(e).filter((v) => typeof v === 'number' && v > 0) as E[keyof E][];
const AXE_PUBLIE = /^([*]|[a-z_]{1,24}=[A-Za-z0-9_.+-]{1,24}(,[a-z_]{1,24}=[A-Za-z0-9_.+-]{1,24}){0,7})$/;

const commun = {
  dossierId: '01890000-0000-7000-8000-00000000d055', typeDossier: TypeDossier.ALD, uniteOrigine: 101, unite: 101, caisse: '931', departement: '93', recuLe: '2016-01-12',
};

test('toute valeur que le contrat permet tient dans la clé d’un compteur publié', () => {
  for (const sens of valeurs(Sens)) for (const regime of valeurs(Regime)) for (const canal of valeurs(Canal)) for (const nature of valeurs(NatureDemande)) {
    const donnees = encoder('sm.prestations.dossier.v1', 'AvisRendu', { ...commun, sens, regime, canal, nature, renduLe: '2016-02-05', delaiJours: 23, versionAvis: 1, versionRegle: 'ald-2016', versionOrganisation: 1 });
    const compteurs = faitsDe(evenementDe({ type: 'AvisRendu', donnees })!).flatMap((f) => compteursDe(f));
    expect(compteurs).toHaveLength(2);
    for (const c of compteurs) expect(c.axe).toMatch(AXE_PUBLIE);
  }
});

test('un type que pilotage ne suit pas est passé sans être lu ; un code plus récent reste compté sous un seul nom', () => {
  expect(evenementDe({ type: 'LienSouleve', donnees: new Uint8Array([255]) })).toBeNull();
  const donnees = encoder('sm.prestations.dossier.v1', 'DemandeRecue', { ...commun, canal: Canal.PSE, nature: NatureDemande.INITIALE });
  expect(evenementDe({ type: 'DemandeRecue', donnees })).toMatchObject({ canal: 'pse', nature: 'initiale', typeDossier: 'ald', dossier: commun.dossierId });
});
