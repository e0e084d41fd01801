/** Draws the event's id when the relay sends it: each sending of one event bears another id. */
module.exports = {
  nom: 'identifiant-a-la-publication',
  quoi: 'tire l’identifiant à la publication',
  courtier: true,
  conditions: { kills: 1, dureeMs: 8000, defauts: { poids: { service: 1 } } },
  attrape: /octet par octet/,
  changements: [{ fichier: 'log/kafka/relais.js', avant: 'j.evenement AS id', apres: 'gen_random_uuid() AS id' }],
};
