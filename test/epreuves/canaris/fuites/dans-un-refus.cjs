/** Quotes the body received in the refusal. */
module.exports = {
  nom: 'dans-un-refus',
  quoi: 'un refus répète le corps reçu',
  attrape: /POST .*\(4\d\d\) : clair/,
  changements: [{ fichier: 'http/probleme.filter.js', avant: '}).send(JSON.stringify(refus.corps(request.id)));', apres: '}).send(JSON.stringify({ ...refus.corps(request.id), recu: request.body }));' }],
};
