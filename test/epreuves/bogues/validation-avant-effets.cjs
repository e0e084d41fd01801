/** Moves the consumer's mark in a transaction of its own, before the one of its effects: a death between the two loses a batch. */
module.exports = {
  nom: 'validation-avant-effets',
  quoi: 'avance la marque avant les effets',
  // The pause stands for a slow handler: under a steady load, most kills fall into it.
  conditions: { kills: 4, dureeMs: 0, defauts: { poids: { service: 1 }, victimes: { hote: 1, pilotage: 1 }, pause: [1500, 2500] } },
  attrape: /faits, ceux du journal|compteurs|copies de l’organisation|agrégats/,
  changements: [{
    fichier: 'log/consommateur.js',
    avant: 'await this.options.traiter({',
    apres: "}); await new Promise((suite) => setTimeout(suite, 150)); await this.db.inTransaction((0, _roles.contexteSysteme)('projection'), async (tx)=>{ await this.options.traiter({",
  }],
};
