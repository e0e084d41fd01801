/** Numbers what comes after the greatest id already numbered: a row whose transaction commits late is passed over for ever. */
module.exports = {
  nom: 'lecteur-naif',
  quoi: 'numérote par « id > dernier »',
  // Ids are drawn one by one at the insertion (CACHE 1); commits held back make an id older than its neighbours become visible after them.
  conditions: { kills: 1, lenteurs: true, dureeMs: 15_000, defauts: { poids: { service: 1 } } },
  attrape: /numéros, ligne à ligne|journal et index/,
  changements: [{
    fichier: 'journal/sequenceur.js',
    avant: 'WHERE xid >= $1::xid8 AND xid < $2::xid8 AND NOT pg_visible_in_snapshot(xid, $3::pg_snapshot) AND pg_visible_in_snapshot(xid, $4::pg_snapshot)',
    apres: 'WHERE id > (SELECT coalesce(max(journal_id), 0) FROM log_index) AND ($1::xid8, $2::xid8, $3::pg_snapshot, $4::pg_snapshot) IS NOT NULL',
  }],
};
