/** Leaves the last text sealed, in hexadecimal, in the private JSON of the journal. */
module.exports = {
  nom: 'dans-la-partie-privee',
  quoi: 'le texte scellé est aussi laissé, en hexadécimal, dans la partie privée du journal',
  attrape: /^prestations\.journal.* : hexadécimal/,
  changements: [
    { fichier: 'scellement/sceau.js', avant: 'const corps = typeof clair', apres: "globalThis.dernierClair = Buffer.from(clair).toString('hex'); const corps = typeof clair" },
    { fichier: 'journal/journal.js', avant: 'const prive = JSON.stringify(l.prive);', apres: 'const prive = JSON.stringify({ ...l.prive, clair: globalThis.dernierClair });' },
  ],
};
