const NOMBRES = new Intl.NumberFormat('fr-FR', { maximumFractionDigits: 1 });
const LIBELLE = 66;
const BATONS = 40;

const nombre = (n) => (n === null || n === undefined ? '–' : NOMBRES.format(n).replace(/[\u00a0\u202f]/g, ' '));
const couper = (texte, largeur) => (texte.length > largeur ? `${texte.slice(0, largeur - 1)}…` : texte.padEnd(largeur));

function ligneChiffre(c) {
  const debut = `  ${couper(c.libelle, LIBELLE)} `;
  if (c.source === 'non_calcule') return `${debut}${'non calculé'.padStart(12)}`;
  const fraction = c.denominateur === undefined ? '' : `  (${nombre(c.numerateur)} / ${nombre(c.denominateur)})`;
  return `${debut}${nombre(c.valeur).padStart(12)} ${c.unite}${fraction}`;
}

function lignesSections(sections) {
  let rubrique = '';
  return sections.flatMap((s) => {
    const titre = s.rubrique === rubrique ? [] : ['', s.rubrique.toUpperCase()];
    rubrique = s.rubrique;
    return [...titre, '', ` ${s.titre}`, ...s.chiffres.map(ligneChiffre)];
  });
}

/** Delays by weeks, the last class being open. */
function lignesDelais({ mediane, p90, moins25, histogramme }) {
  const semaines = new Map();
  for (const { jours, n } of histogramme) semaines.set(Math.min(Math.floor(jours / 7), 8), (semaines.get(Math.min(Math.floor(jours / 7), 8)) || 0) + n);
  const max = Math.max(1, ...semaines.values());
  const classes = [...semaines].sort(([a], [b]) => a - b).map(([s, n]) => {
    const nom = s === 8 ? '56 jours et plus' : `${s * 7} à ${s * 7 + 6} jours`;
    return `  ${nom.padEnd(18)}${nombre(n).padStart(9)}  ${'█'.repeat(Math.round((n * BATONS) / max))}`;
  });
  return [
    '', 'DÉLAIS DE TRAITEMENT', '',
    `  Moins de 25 jours : ${nombre(moins25.pourcentage)} % (${nombre(moins25.numerateur)} sur ${nombre(moins25.denominateur)})`,
    `  Délai médian : ${nombre(mediane)} jours ; neuf demandes sur dix en ${nombre(p90)} jours au plus`, '', ...classes,
  ];
}

function lignesMois(parMois) {
  const rang = (...cases) => `  ${cases[0].padEnd(10)}${cases.slice(1).map((c) => c.padStart(16)).join('')}`;
  const total = (nom) => nombre(parMois.reduce((s, m) => s + m[nom], 0));
  return [
    '', 'MOIS PAR MOIS', '', rang('Mois', 'Nouvelles', 'Prolongations', 'Électroniques'),
    ...parMois.map((m) => rang(m.mois, nombre(m.initiales), nombre(m.prolongations), nombre(m.pse))),
    rang('Année', total('initiales'), total('prolongations'), total('pse')),
  ];
}

function etatDesEvenements({ retard, misDeCote }) {
  const manques = [retard > 0 && `${nombre(retard)} événement(s) en attente`, misDeCote > 0 && `${nombre(misDeCote)} message(s) mis de côté, non comptés`].filter(Boolean);
  return manques.join(', ') || 'tous les événements sont pris en compte';
}

/** The report as a readable table for a terminal. */
export function rapportEnTexte(r) {
  const region = r.unite.region ? `, ${r.unite.region}` : '';
  return `${[
    `RAPPORT D’ACTIVITÉ ${r.annee} — ${r.unite.nom} (${r.unite.code})${region}`,
    `Édition interne, périmètre d’époque, arrêté le ${r.arreteLe || '–'} ; ${etatDesEvenements(r.fraicheur)}`,
    ...lignesSections(r.sections), ...lignesDelais(r.delais), ...lignesMois(r.parMois),
    '', '« non calculé » : la plateforme ne tient pas encore les événements dont ce chiffre dépend.',
  ].join('\n')}\n`;
}
