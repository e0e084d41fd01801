const consommateur = 'log/consommateur.js';

/** Writes the consumer's mark without looking at the one it replaces, with two consumers that each believe themselves alone. */
module.exports = {
  nom: 'sans-comparaison',
  quoi: 'écrit la marque sans la comparer, deux consommateurs',
  // Two readers of one log under a steady load: the one that comes second writes again a mark already written, or an older one.
  conditions: { kills: 1, dureeMs: 12_000, defauts: { poids: { service: 1 } } },
  attrape: /marques toujours en avant|consommateurs à jour/,
  changements: [
    { fichier: consommateur, avant: 'AND source = $4 AND seq = $6 RETURNING 1', apres: 'AND source = $4 AND $6::bigint IS NOT NULL RETURNING 1' },
    { fichier: consommateur, avant: 'VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING RETURNING 1', apres: 'VALUES ($1, $2, $3, $4, $5) ON CONFLICT (consommateur, topic, part, source) DO UPDATE SET seq = excluded.seq RETURNING 1' },
    { fichier: consommateur, avant: 'groupe: `${this.db.service}.${this.options.nom}`', apres: 'groupe: `${this.db.service}.${this.options.nom}.${(globalThis.rangDeConsommateur = (globalThis.rangDeConsommateur ?? 0) + 1)}`' },
    { fichier: 'log/strategie.js', avant: 'consommateur.demarrer();', apres: 'consommateur.demarrer(); const jumeau = new _consommateur.Consommateur(db, log, consommateur.options); this.consommateurs.push(jumeau); jumeau.demarrer();' },
  ],
};
