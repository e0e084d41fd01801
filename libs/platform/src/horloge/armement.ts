import { jourValide } from '@sm/kernel';
import type { Tx } from '../db/db';
import { tableau, tableauTexte } from '../db/tableaux';
import { uuidv7 } from '../journal/uuid';
import { natureAlerte, type HorlogeAArmer, type Pause } from './horloge';

const ARMER = `
INSERT INTO horloge (id, dossier, unite, nature, proprietaire, genre, depart_le, echoit_le, article, regle, effet, zone, donnees, statut, code, alerte_de, alerte)
SELECT id, dossier, unite, nature, proprietaire, coalesce(genre, CASE proprietaire WHEN 'sm' THEN 'acte' ELSE 'presomption' END), depart_le, echoit_le, article, regle, effet,
  coalesce(zone, 'Europe/Paris'), donnees, coalesce(statut, 'armee'), code, alerte_de, alerte
FROM jsonb_to_recordset($1::jsonb) AS x(id uuid, dossier uuid, unite int, nature text, proprietaire text, genre text, depart_le date, echoit_le timestamptz, article text, regle text, effet text,
  zone text, donnees jsonb, statut text, code text, alerte_de uuid, alerte text)`;

const DESARMER = `
UPDATE horloge h SET statut = 'desarmee', desarmee_le = now(), desarmee_par = current_setting('sm.acteur', true)
FROM unnest($1::uuid[], $2::text[]) AS x(dossier, nature)
WHERE h.dossier = x.dossier AND h.statut IN ('armee', 'suspendue') AND (x.nature IS NULL OR h.nature IN (x.nature, 'alerte.' || x.nature)) AND h.id <> ALL($3::uuid[])`;

/** The expiry moves by as many local days as the pause has, whatever the length of those days. */
const SUSPENDRE = `
UPDATE horloge h SET statut = 'suspendue', reprend_le = $4::date::timestamp AT TIME ZONE h.zone,
  echoit_le = ((h.echoit_le AT TIME ZONE h.zone) + make_interval(days => $4::date - p.du)) AT TIME ZONE h.zone,
  pauses = h.pauses || jsonb_build_object('motif', $3::text, 'du', p.du, 'jusquau', $4::date, 'par', current_setting('sm.acteur', true), 'le', $6::timestamptz, 'echeance', h.echoit_le)
FROM (SELECT id, coalesce($5::date, ($6::timestamptz AT TIME ZONE zone)::date) AS du FROM horloge WHERE dossier = $1 AND nature IN ($2, 'alerte.' || $2) AND statut = 'armee') p
WHERE h.id = p.id AND h.statut = 'armee' AND p.du < $4::date AND h.echoit_le > p.du::timestamp AT TIME ZONE h.zone
RETURNING h.alerte_de IS NULL AS horloge`;

const REPRISE = (instant: string): string => "statut = 'armee', reprend_le = NULL, pauses = jsonb_set(pauses, ARRAY[(jsonb_array_length(pauses) - 1)::text, 'reprise'], to_jsonb(" + instant + '))';

/** Alerts keep their distance to the expiry; one that this puts in the past is missed, not told late. */
const REPRENDRE_ALERTES = `
UPDATE horloge a SET statut = CASE WHEN n.le <= $4 THEN 'manquee' ELSE 'armee' END, code = CASE WHEN n.le <= $4 THEN 'alerte-passee' END, echoit_le = n.le, reprend_le = NULL
FROM (SELECT s.id, ((s.echoit_le AT TIME ZONE s.zone) + (($3::timestamptz AT TIME ZONE s.zone) - (h.echoit_le AT TIME ZONE s.zone))) AT TIME ZONE s.zone AS le
  FROM horloge s JOIN horloge h ON h.id = s.alerte_de WHERE h.dossier = $1 AND h.nature = $2 AND h.statut = 'suspendue' AND s.statut = 'suspendue') n
WHERE a.id = n.id`;

const REPRENDRE = `UPDATE horloge SET ${REPRISE('$4::timestamptz')}, echoit_le = $3 WHERE dossier = $1 AND nature = $2 AND statut = 'suspendue' AND alerte_de IS NULL RETURNING 1`;

const REPRENDRE_FINIES = `UPDATE horloge SET ${REPRISE('reprend_le')} WHERE statut = 'suspendue' AND reprend_le <= $1`;

const MOTIF = /^[a-z][a-z0-9_-]{0,63}$/;

type Ligne = Readonly<Record<string, unknown>>;

function ligne(h: HorlogeAArmer, id: string, le: Date): Ligne {
  const { dossier, unite, nature, proprietaire, genre, departLe, article, regle, effet, zone, donnees } = h;
  return { id, dossier, unite, nature, proprietaire, genre, depart_le: departLe, echoit_le: le.toISOString(), article, regle, effet, zone, donnees };
}

function lignes(h: HorlogeAArmer, maintenant: Date): Ligne[] {
  const id = uuidv7();
  const alertes = (h.alertes ?? []).map(({ nom, le }): Ligne => {
    if (le >= h.echoitLe) throw new RangeError('alerte-apres-echeance');
    const passee = le <= maintenant ? { statut: 'manquee', code: 'alerte-passee' } : {};
    return { ...ligne(h, uuidv7(), le), nature: natureAlerte(h.nature), alerte_de: id, alerte: nom, ...passee };
  });
  return [ligne(h, id, h.echoitLe), ...alertes];
}

/** @throws RangeError `alerte-apres-echeance` */
export async function armer(tx: Tx, horloges: readonly HorlogeAArmer[], maintenant: Date): Promise<void> {
  if (horloges.length) await tx.query(ARMER, [JSON.stringify(horloges.flatMap((h) => lignes(h, maintenant)))]);
}

/** `sauf`: clocks that are being fired. */
export async function desarmer(tx: Tx, cibles: readonly { readonly dossier: string; readonly nature?: string | undefined }[], sauf: readonly string[]): Promise<void> {
  if (cibles.length) await tx.query(DESARMER, [tableau(cibles.map((c) => c.dossier)), tableauTexte(cibles.map((c) => c.nature ?? null)), tableau(sauf)]);
}

/** @returns how many clocks stopped, alerts not counted @throws RangeError `pause-invalide` */
export async function suspendre(tx: Tx, dossier: string, nature: string, { motif, jusquau, du }: Pause, maintenant: Date): Promise<number> {
  const valide = MOTIF.test(motif) && jourValide(jusquau) && (du === undefined || (jourValide(du) && du < jusquau));
  if (!valide) throw new RangeError('pause-invalide');
  const [arretees]: [{ horloge: boolean }[]] = await tx.query(SUSPENDRE, [dossier, nature, motif, jusquau, du ?? null, maintenant]);
  return arretees.filter((a) => a.horloge).length;
}

/** @returns how many clocks run again */
export async function reprendre(tx: Tx, dossier: string, nature: string, echoitLe: Date, maintenant: Date): Promise<number> {
  const parametres = [dossier, nature, echoitLe, maintenant];
  await tx.query(REPRENDRE_ALERTES, parametres);
  const [reprises]: [unknown[]] = await tx.query(REPRENDRE, parametres);
  return reprises.length;
}

/** Clocks whose pause has come to its end run again by themselves; their expiry was moved when they stopped. */
export const reprendreFinies = (tx: Tx, maintenant: Date): Promise<unknown> => tx.query(REPRENDRE_FINIES, [maintenant]);
