import { base, retraits, type EvenementCompte, type Fait } from './fait';

/** Codes longer than a key may hold (24 characters). */
const ABREGES: Readonly<Record<string, string>> = { defavorable_administratif: 'defavorable_admin' };
const abrege = (code: string): string => ABREGES[code] ?? code;

/** The request on its day of reception, its avis with the delay. */
export function faitsAld(e: EvenementCompte): Fait[] {
  const { nature, canal } = e;
  switch (e.type) {
    case 'DemandeRecue':
      return [{ ...base(e, 'ald'), fait: 'recue', version: 1, axe: { nature, canal }, jour: e.recuLe, valeur: null }];
    case 'AvisRendu': {
      const axe = { nature, canal, sens: abrege(e.sens), ...(e.regime ? { regime: e.regime } : {}) };
      return [{ ...base(e, 'ald'), fait: 'traitee', version: e.versionAvis, axe, jour: e.renduLe, valeur: e.delaiJours }];
    }
    case 'DossierAnnule':
      return retraits(e, 'ald', ['recue', 'traitee']);
    case 'AvisArretRecu':
      return [];
  }
}
