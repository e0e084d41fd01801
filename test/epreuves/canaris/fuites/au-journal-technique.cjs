/** Writes what is sealed on the error output, in base64. */
module.exports = {
  nom: 'au-journal-technique',
  quoi: 'le texte scellé est aussi écrit, en base64, sur la sortie de l’hôte',
  attrape: /sortie\.log : base64/,
  changements: [{ fichier: 'scellement/sceau.js', avant: 'const corps = typeof clair', apres: "process.stderr.write(`${Buffer.from(clair).toString('base64')}\\n`); const corps = typeof clair" }],
};
