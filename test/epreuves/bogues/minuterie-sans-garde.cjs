const fichier = 'horloge/horloges.js';

/** Fires clocks without checking that they are still armed, with two schedulers and no turn between them. */
module.exports = {
  nom: 'minuterie-sans-garde',
  quoi: 'tire une horloge sans sa mise à jour conditionnelle',
  // Half of the requests arm a clock already due: at each second several wait for both schedulers.
  conditions: { kills: 1, dureeMs: 15_000, defauts: { poids: { service: 1 } } },
  attrape: /horloges tirées/,
  changements: [
    { fichier, avant: '`SELECT pg_try_advisory_xact_lock(${VERROU}) AS tour`', apres: "'SELECT true AS tour'" },
    { fichier: 'horloge/tour.js', avant: "WHERE h.id = x.id AND h.statut = 'armee' RETURNING 1", apres: 'WHERE h.id = x.id RETURNING 1' },
    { fichier, avant: 'demarrer(periodeMs = 1000) {', apres: 'demarrer(periodeMs = 1000) { if (!this.seconde) { this.seconde = true; this.demarrer(periodeMs); }' },
  ],
};
