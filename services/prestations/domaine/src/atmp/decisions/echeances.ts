import { accepter, debutDuJour, zoneDuDepartement } from '@sm/kernel';
import type { Faits } from '../../moteur/faits';
import { refuser } from '../../moteur/refus';
import { appliquerEtat } from '../appliquer';
import type { Etat } from '../dossier';
import type { EcheancePassee, Evenement } from '../evenements';
import { horlogeDeDecision, horlogesApres, type Horloge } from '../horloges';
import { fait, type Examen, type Verdict } from './outils';

type SansOuverture = Exclude<Evenement, { type: 'DemandeRecue' }>;

const SYSTEME = { id: 'systeme:horloge', genre: 'systeme', roles: [], rpps: null, habilitations: [] } as const;

/** The silence of the caisse, dated at its expiry whenever it is found. */
function silence({ nature, echoitLe, dernierJour, article }: Horloge, etat: Etat, faits: Faits): readonly SansOuverture[] {
  const survenuLe = debutDuJour(echoitLe, zoneDuDepartement(etat.demande.departement)).toISOString();
  const duSysteme: Faits = { ...faits, acteur: SYSTEME };
  return [
    fait(duSysteme, 'EcheanceSignalee', { nature, echoitLe }, null, survenuLe),
    fait(duSysteme, 'ReconnaissanceImplicite', { nature, dernierJour, echueLe: echoitLe, article }, null, survenuLe),
    fait(duSysteme, 'LienSouleve', { procedure: 'consolidation', dossierLie: null }, null, survenuLe),
  ] as readonly SansOuverture[];
}

/** Before any act of a day, the silence already past by then: an act, taken over or late to be entered, never overtakes it. */
export function rattraper(etat: Etat, faits: Faits): readonly SansOuverture[] {
  const horloge = horlogeDeDecision(etat);
  return horloge && horloge.echoitLe <= faits.jour ? silence(horloge, etat, faits) : [];
}

export function signalerEcheance({ commande, etat, faits }: Examen<'SignalerEcheance'>): Verdict {
  const { nature } = commande.prive;
  const horloge = horlogesApres(etat).find((candidate) => candidate.nature === nature);
  if (!horloge) return refuser('echeance-inconnue', { nature });
  const { echoitLe } = horloge;
  if (faits.jour < echoitLe) return refuser('echeance-prematuree', { nature, echoitLe });
  const [premier, ...suite] = horloge.effet === 'presomption_reconnaissance' ? silence(horloge, etat, faits) : [];
  return premier ? accepter(premier, ...suite) : accepter(fait(faits, 'EcheanceSignalee', { nature, echoitLe }));
}

/** Clocks already past when the dossier is taken over: recorded with their dates, none starts a task; silence keeps its effect. */
export function constaterEcheances({ etat, faits }: Examen<'ConstaterEcheances'>): Verdict {
  const passees: EcheancePassee[] = [];
  let silences: readonly SansOuverture[] = [];
  let courant = etat;
  for (;;) {
    const [premiere] = horlogesApres(courant);
    if (!premiere || premiere.echoitLe > faits.jour) break;
    const { nature, echoitLe } = premiere;
    const muette = premiere.effet === 'presomption_reconnaissance';
    if (!muette) passees.push({ nature, echoitLe });
    const effets = muette ? silence(premiere, courant, faits) : [fait(faits, 'EcheancesConstatees', { echeances: [{ nature, echoitLe }] }) as SansOuverture];
    if (muette) silences = effets;
    courant = effets.reduce(appliquerEtat, courant);
  }
  const constat = passees.length > 0 ? [fait(faits, 'EcheancesConstatees', { echeances: passees })] : [];
  const [premier, ...suite] = [...constat, ...silences];
  return premier ? accepter(premier, ...suite) : refuser('echeance-prematuree');
}
