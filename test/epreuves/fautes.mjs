/**
 * Faults planted one by one in a transaction that is rolled back: the named check of that database must see each.
 * They say that the trial's silence means something.
 */
export const FAUTES = [
  { nom: 'une ligne du journal effacée, voit le journal', service: 'prestations', controle: 'journal et index', sql: ['DELETE FROM journal WHERE id = (SELECT max(id) - 40 FROM journal)'] },
  { nom: 'une ligne du journal effacée, voit la suite des versions', service: 'prestations', controle: 'versions denses', sql: ['DELETE FROM journal WHERE id = (SELECT max(id) - 40 FROM journal)'] },
  { nom: 'une ligne et son numéro effacés, voit la chaîne', service: 'prestations', controle: 'chaîne', sql: ['DELETE FROM log_index WHERE journal_id = (SELECT max(id) - 40 FROM journal)', 'DELETE FROM journal WHERE id = (SELECT max(id) - 40 FROM journal)'] },
  { nom: 'un octet changé dans un contenu scellé', service: 'prestations', controle: 'chaîne',
    sql: ['UPDATE journal SET medical = set_byte(medical, 20, 255 - get_byte(medical, 20)) WHERE id = (SELECT max(id) FROM journal WHERE medical IS NOT NULL)'] },
  { nom: 'un espace ajouté au contenu privé', service: 'prestations', controle: 'chaîne', sql: ["UPDATE journal SET prive = (prive::text || ' ')::json WHERE id = (SELECT max(id) - 40 FROM journal)"] },
  { nom: 'un acte déplacé d’une milliseconde', service: 'prestations', controle: 'chaîne', sql: ["UPDATE journal SET survenu_le = survenu_le + interval '1 ms' WHERE id = (SELECT max(id) - 40 FROM journal)"] },
  { nom: 'une empreinte refaite après coup', service: 'prestations', controle: 'chaîne', sql: ["UPDATE journal SET empreinte = sha256('faux') WHERE id = (SELECT max(id) - 40 FROM journal)"] },
  { nom: 'le dernier maillon retiré', service: 'prestations', controle: 'chaîne', sql: ['DELETE FROM log_index WHERE (unite, rang) = (SELECT unite, rang FROM log_index ORDER BY rang DESC LIMIT 1)'] },
  { nom: 'un numéro sauté', service: 'prestations', controle: 'numérotation dense', sql: ['UPDATE log_index SET seq = seq + 1000000 WHERE (unite, rang) = (SELECT unite, rang FROM log_index WHERE seq = 3 LIMIT 1)'] },
  { nom: 'une ligne numérotée deux fois', service: 'prestations', controle: 'journal et index', sql: ['INSERT INTO log_index SELECT topic, part, NULL, journal_id, enregistre_le, unite, rang + 100000000, h FROM log_index LIMIT 1'] },
  { nom: 'un événement écrit deux fois', service: 'prestations', controle: 'événements uniques',
    sql: ['INSERT INTO journal SELECT * FROM (SELECT id + 100000000, evenement, xid, topic, part, dossier, cle, version, unite, type, survenu_le, enregistre_le, acteur, commande, prive, medical, public, empreinte FROM journal LIMIT 1) x'] },
  { nom: 'un dossier pris deux fois', service: 'prestations', controle: 'identités',
    sql: ['ALTER TABLE dossier DROP CONSTRAINT dossier_unite_origine_source_numero_key', 'CREATE TEMP TABLE double AS SELECT * FROM dossier LIMIT 1', 'UPDATE double SET id = gen_random_uuid()', 'INSERT INTO dossier SELECT * FROM double'] },
  { nom: 'un dossier perdu', service: 'prestations', controle: 'dossiers', sql: ['DELETE FROM dossier WHERE id = (SELECT id FROM dossier LIMIT 1)'] },
  { nom: 'un avis d’arrêt perdu', service: 'prestations', controle: 'avis d’arrêt', sql: ['DELETE FROM avis_arret WHERE id = (SELECT id FROM avis_arret LIMIT 1)'] },
  { nom: 'une personne perdue', service: 'repertoire', controle: 'personnes', sql: ['DELETE FROM personne WHERE id = (SELECT id FROM personne LIMIT 1)'] },
  { nom: 'un compteur doublé, voit les faits', service: 'pilotage', controle: 'compteurs', sql: ["UPDATE compteur SET valeur = 2 * valeur WHERE ctid = (SELECT ctid FROM compteur WHERE valeur > 0 LIMIT 1)"] },
  { nom: 'un compteur doublé, voit les agrégats', service: 'pilotage', controle: 'agrégats', sql: ["UPDATE compteur SET valeur = 2 * valeur WHERE ctid = (SELECT ctid FROM compteur WHERE valeur > 0 LIMIT 1)"] },
  { nom: 'un lot jamais appliqué', service: 'pilotage', controle: 'consommateurs à jour', sql: ["UPDATE consommation SET seq = seq - 1 WHERE ctid = (SELECT ctid FROM consommation WHERE topic = 'sm.prestations.dossier.v1' LIMIT 1)"] },
  { nom: 'un message mis de côté', service: 'pilotage', controle: 'lettres mortes',
    sql: ["INSERT INTO lettre_morte (id, consommateur, topic, part, source, seq, message, donnees, code, essais) VALUES (gen_random_uuid(), 'essai', 'sm.prestations.dossier.v1', 0, 'essai', 1, '{}', '', 'essai', 1)"] },
  { nom: 'un import resté en route', service: 'prestations', controle: 'imports terminés', sql: ["UPDATE import SET statut = 'interrompu'"] },
];

export const FAUTE_D_HISTOIRE = { nom: 'un avis changé de jour, voit les histoires', service: 'prestations', sql: ['UPDATE dossier SET jour_avis = jour_avis + 1 WHERE id = (SELECT id FROM dossier WHERE jour_avis IS NOT NULL LIMIT 1)'] };

/** Doubled for real, then put back: the report read at the public door must differ. */
export const FAUTE_DE_RAPPORT = {
  nom: 'un compteur doublé, voit le rapport',
  service: 'pilotage',
  choisir: "SELECT ctid::text AS ou, unite, indicateur, jour::text AS jour, axe FROM compteur WHERE indicateur = 'ald.avis' AND valeur > 0 AND jour BETWEEN '2016-01-01' AND '2016-12-31' ORDER BY jour LIMIT 1",
  doubler: 'UPDATE compteur SET valeur = valeur * 2 WHERE unite = $1 AND indicateur = $2 AND jour = $3 AND axe = $4',
  remettre: 'UPDATE compteur SET valeur = valeur / 2 WHERE unite = $1 AND indicateur = $2 AND jour = $3 AND axe = $4',
};
