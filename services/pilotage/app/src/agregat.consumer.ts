import { Controller } from '@nestjs/common';
import { decoder, type CompteurPublie } from '@sm/contracts';
import { plusRecent } from '@sm/pilotage-domaine';
import { SurLot, tableau, tableauTexte, type Lot, type Message } from '@sm/platform';
import { TOPIC_AGREGATS } from './publication';

interface Recu {
  readonly etat: CompteurPublie;
  readonly message: Message;
}

const ENREGISTRER = `
INSERT INTO agregat AS g (source, unite, indicateur, jour, axe, generation, n, valeur, departement, caisse, maj_le)
SELECT * FROM unnest($1::text[], $2::int[], $3::text[], $4::date[], $5::text[], $6::int[], $7::int[], $8::float8[], $9::text[], $10::text[], $11::timestamptz[])
ON CONFLICT (source, unite, indicateur, jour, axe) DO UPDATE SET generation = excluded.generation, n = excluded.n, valeur = excluded.valeur,
  departement = excluded.departement, caisse = excluded.caisse, maj_le = excluded.maj_le
WHERE (g.generation, g.n) < (excluded.generation, excluded.n)`;

function derniersEtats(messages: readonly Message[]): Recu[] {
  const derniers = new Map<string, Recu>();
  for (const message of messages) {
    const e = decoder(TOPIC_AGREGATS, message.donnees);
    if (e.type !== 'CompteurPublie') continue;
    const connu = derniers.get(message.cle);
    if (!connu || plusRecent(e.donnees, connu.etat)) derniers.set(message.cle, { etat: e.donnees, message });
  }
  return [...derniers].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, r]) => r);
}

/** Holds what the levels below published: whole states with a version, so that order, repeats and replays do not matter. */
@Controller()
export class AgregatConsumer {
  @SurLot(TOPIC_AGREGATS, { taille: 2000 })
  async appliquer(lot: Lot): Promise<void> {
    const recus = derniersEtats(lot.messages);
    if (!recus.length) return;
    const texte = (lire: (e: CompteurPublie) => string) => tableauTexte(recus.map((r) => lire(r.etat)));
    const nombre = (lire: (e: CompteurPublie) => number) => tableau(recus.map((r) => lire(r.etat)));
    await lot.tx.query(ENREGISTRER, [
      texte((e) => e.source), nombre((e) => e.unite), texte((e) => e.indicateur), texte((e) => e.jour), texte((e) => e.axe), nombre((e) => e.generation), nombre((e) => e.n),
      nombre((e) => Number(e.valeur.value ?? 0)), texte((e) => e.departement), texte((e) => e.caisse), tableauTexte(recus.map((r) => r.message.enregistreLe.toISOString())),
    ]);
  }
}
