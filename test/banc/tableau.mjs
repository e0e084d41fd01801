const entier = new Intl.NumberFormat('fr-FR', { maximumFractionDigits: 0 });
const dixieme = new Intl.NumberFormat('fr-FR', { minimumFractionDigits: 1, maximumFractionDigits: 1 });

export const nombre = (n) => entier.format(n);
export const secondes = (s) => `${dixieme.format(s)} s`;
export const fois = (r) => `${dixieme.format(r)} ×`;
const mo = (n) => (n === null ? 'non mesurée' : `${entier.format(n)} Mo`);
const debit = (n, s) => (s > 0 ? nombre(n / s) : '—');

function grille(entetes, rangs) {
  const largeurs = entetes.map((e, i) => Math.max(e.length, ...rangs.map((r) => String(r[i] ?? '').length)));
  const rang = (cellules) => `  ${cellules.map((c, i) => (i === 0 ? String(c).padEnd(largeurs[i]) : String(c ?? '').padStart(largeurs[i]))).join('   ')}`.trimEnd();
  return [rang(entetes), `  ${largeurs.map((l) => '─'.repeat(l)).join('───')}`, ...rangs.map(rang)].join('\n');
}

const verdict = (tenu, cible, entiere) => (entiere ? `${tenu ? 'TENU' : 'NON TENU'} (cible ${cible})` : `non jugé sur une année abrégée (cible ${cible})`);

/** Goals of the issue, judged on the measured line; they mean something for the whole year only. */
export function juger({ annee, naif, objectifs }) {
  const memoire = annee.memoireHoteMo === null ? null : annee.memoireHoteMo < objectifs.memoireMo;
  return {
    temps: annee.ald.secondes < objectifs.secondes, tempsAnnee: annee.secondes < objectifs.secondesAnnee, memoire,
    rapport: naif.secondesAld / annee.ald.secondes >= objectifs.ratio,
  };
}

const ms = (n) => `${entier.format(n)} ms`;

/** What goes through Kafka, each hop beside its limit of the same run. */
function redigerKafka({ kafka, limite, projection, objectifs, annee }) {
  const entiere = annee.demandes >= objectifs.demandes;
  const rang = (nom, m, cible) => [nom, nombre(m.lignes), secondes(m.secondes), debit(m.lignes, m.secondes), cible ? verdict(m.lignes / m.secondes >= cible, `≥ ${nombre(cible)}/s`, entiere) : ''];
  const journal = limite.tables.find((t) => t.table === 'journal');
  const parAssemblage = (nom, { annee: a, latence: l }) => [
    `  ${nom}`,
    `    ALD       ${secondes(a.ald.secondes)} : ${verdict(a.ald.secondes < objectifs.secondesKafka, `< ${objectifs.secondesKafka} s`, entiere)}`,
    `    année     ${secondes(a.secondes)} : ${verdict(a.secondes < objectifs.secondesAnneeKafka, `< ${objectifs.secondesAnneeKafka} s`, entiere)} ; processus de la plateforme ${mo(a.memoireHoteMo)} (somme des pics), PostgreSQL et courtier à part`,
    `    délai     du commit au compteur, ${nombre(l.parSeconde)} événements/s, ${nombre(l.dossiers)} dossiers : p50 ${ms(l.p50)}, p99 ${ms(l.p99)}, max ${ms(l.max)} : ${verdict(l.p99 < objectifs.p99Ms, `p99 < ${objectifs.p99Ms} ms`, true)}`,
  ];
  return [
    'd. Par un vrai courtier Kafka (même machine, même exécution)\n',
    grille(['saut', 'événements', 'durée', 'événements/s', ''], [
      rang('relais seul (journal → Kafka)', kafka.sauts.relais, objectifs.sautParSeconde),
      rang('  limite : kafkajs seul, mêmes octets', kafka.sauts.envoiBrut),
      rang('consommateur seul (Kafka → marques rangées)', kafka.sauts.consommation, objectifs.sautParSeconde),
      rang('  limite : kafkajs seul, rien fait des octets', kafka.sauts.lectureBrute),
      ...(projection ? [rang('projection, journal embarqué', projection)] : []),
      ...(journal ? [rang('  limite : unnest brut du journal', journal)] : []),
    ]),
    '',
    ...parAssemblage('tous les services dans un processus (npm start -- --kafka)', kafka.ensemble),
    ...parAssemblage('un processus par service (npm run services)', kafka.separes),
    '',
  ];
}

/** Clocks due at once, each with its effect, beside their limit of the same run. */
function redigerHorloges({ horloges: h, objectifs }) {
  const rang = (nom, m, juge) => [nom, nombre(m.lignes), secondes(m.secondes), debit(m.lignes, m.secondes), juge ? verdict(m.secondes < objectifs.secondesHorloges, `< ${objectifs.secondesHorloges} s`, m.lignes >= objectifs.horloges) : ''];
  return [
    grille(['horloges dues ensemble, dans l’ordre : une ligne changée, une ligne au journal pour chacune', 'horloges', 'durée', 'horloges/s', ''], [
      rang('effet par lots (surEcheances)', h.parLot, true),
      rang('effet une par une (surEcheance)', h.unParUn),
      rang('  limite : UPDATE … FROM unnest brut des deux mêmes lignes, sans journal ni RLS', h.brut),
    ]),
    '',
  ];
}

/** The verifier on rows already read, beside raw SHA-256 of the same bytes, then from the base. */
export function redigerVerification({ verification: v, objectifs }) {
  const rang = (nom, m, cible) => [nom, nombre(m.lignes), secondes(m.secondes), debit(m.lignes, m.secondes), cible ? verdict(m.lignes / m.secondes >= cible, `≥ ${nombre(cible)}/s`, true) : ''];
  return [
    grille(['vérification de la chaîne', 'lignes', 'durée', 'lignes/s', ''], [
      rang('un cœur, lignes déjà lues : empreintes et maillons', v.coeur, objectifs.verificationParSeconde),
      rang(`  limite : SHA-256 brut des mêmes octets (${nombre(v.brut.octets / v.brut.lignes)} par ligne)`, v.brut),
      rang('depuis la base : lecture par PostgreSQL et pilote compris', v.base),
    ]),
    '',
  ];
}

/** Commands through HTTP with everything on, beside a bare Nest and pg insert of the dossier's row. */
export function redigerCommandes({ commandes: { plateforme: p, nue }, objectifs }) {
  const rang = (nom, m) => [nom, nombre(m.lignes), secondes(m.secondes), debit(m.lignes, m.secondes)];
  const [parSeconde, part] = [p.lignes / p.secondes, (p.lignes / p.secondes) / (nue.lignes / nue.secondes)];
  return [
    grille(['commandes par HTTP : jeton, droits, RLS, commande idempotente, scellement, journal, chaîne', 'commandes', 'durée', 'commandes/s'], [
      rang('affectations', p.affectations), rang('avis (motif scellé)', p.avis), rang('ensemble', p), rang('  à côté : Nest et pg nus, une insertion de la même ligne', nue),
    ]),
    `  débit ${nombre(parSeconde)}/s : ${verdict(parSeconde >= objectifs.commandesParSeconde, `≥ ${objectifs.commandesParSeconde}/s`, true)} ; part du nu ${(100 * part).toFixed(0)} % : ${verdict(part >= objectifs.partDeNue, `≥ ${100 * objectifs.partDeNue} %`, true)}`,
    `  chaînage  ${nombre(p.chainage.n)} lignes, de l'écriture au rang : p50 ${ms(p.chainage.p50)}, p99 ${ms(p.chainage.p99)}, max ${ms(p.chainage.max)} : ${verdict(p.chainage.p99 < objectifs.chainageMs, `p99 < ${objectifs.chainageMs} ms`, true)}`,
    '',
  ];
}

/** The whole result in French, as it is printed. */
export function rediger(r) {
  const { annee, naif, limite, toutes, sequenceur, projection, machine: m, objectifs } = r;
  const jugement = juger(r);
  const entiere = annee.demandes >= objectifs.demandes;
  const lignesDe = (l) => l.reduce((n, x) => n + x.lignes, 0);
  const rang = (nom, m) => [nom, nombre(m.lignes), nombre(m.evenements), secondes(m.secondes), debit(m.lignes, m.secondes), debit(m.evenements, m.secondes)];
  return [
    '\nBanc de mesure : l’année des prestations (ALD, puis arrêts, avis d’arrêt, AT-MP), des fichiers au rapport\n',
    `  machine   ${m.coeurs} cœurs ${m.processeur}, ${m.memoireGo} Go, ${m.systeme} ; charge à la fin ${m.charge.map((c) => dixieme.format(c)).join(' ')}`,
    `  logiciels Node ${m.node}, PostgreSQL ${m.postgres} embarqué (fsync, synchronous_commit)`,
    `  commande  ${m.commande}`,
    `  date      ${m.date}${!entiere ? `\n  ATTENTION mesure abrégée : ${nombre(annee.demandes)} demandes sur ${nombre(objectifs.demandes)} ; seules les lignes de l’année entière jugent` : ''}\n`,
    grille(['mesure (même machine, même exécution, même serveur)', 'lignes lues', 'événements', 'durée', 'lignes/s', 'événements/s'], [
      rang('a. plateforme, ALD : du premier envoi au rapport ALD exact', annee.ald),
      rang('b. Nest + TypeORM écrits simplement, ALD', naif.ald),
      ['b. les mêmes, étendus au nombre de a (règle de trois)', nombre(annee.ald.lignes), '', secondes(naif.secondesAld), '', ''],
      rang('a. plateforme, ensuite : arrêts, avis d’arrêt, AT-MP', annee.suite),
      rang('b. Nest + TypeORM écrits simplement, les mêmes fichiers', naif.suite),
      ['b. les mêmes, étendus au nombre de a (règle de trois)', nombre(annee.suite.lignes), '', secondes(naif.secondesSuite), '', ''],
      rang('a. plateforme, l’année entière, rapport complet et exact', annee),
      rang('c. limite : unnest brut du journal, des dossiers et de l’index', { lignes: annee.lignes, evenements: lignesDe(limite.tables), secondes: limite.secondes }),
      rang('c. limite : unnest brut de toutes les lignes laissées par a', { lignes: annee.lignes, evenements: lignesDe(toutes.tables), secondes: toutes.secondes }),
      ...(sequenceur ? [['   séquenceur seul (numéros et chaîne)', '', nombre(sequenceur.lignes), secondes(sequenceur.secondes), '', debit(sequenceur.lignes, sequenceur.secondes)]] : []),
      ...(projection ? [['   projection seule (faits, compteurs, publication en même temps)', '', nombre(projection.lignes), secondes(projection.secondes), '', debit(projection.lignes, projection.secondes)]] : []),
    ]),
    `\n  a. rapport relu à la porte publique : chaque chiffre est celui des fichiers. Événements : lignes du journal de prestations (b, c : lignes écrites) ; tous services : ${nombre(Object.values(annee.journal).reduce((x, y) => x + y, 0))}.`,
    `  b. sans HTTP, droits, refus, chaîne ni scellement par dossier ; compteurs tenus un message à la fois ; ${mo(naif.memoireMo)} de mémoire.`,
    '  c. une connexion, lots de 1 000, une transaction par lot, mêmes colonnes, index et contenus, sans RLS ; préparation des paramètres non comptée.\n',
    `  ALD       ${secondes(annee.ald.secondes)} : ${verdict(jugement.temps, `< ${objectifs.secondes} s`, entiere)}`,
    `  année     ${secondes(annee.secondes)} : ${verdict(jugement.tempsAnnee, `< ${objectifs.secondesAnnee} s`, entiere)}`,
    `  mémoire   hôte ${mo(annee.memoireHoteMo)} au plus haut (VmHWM) : ${jugement.memoire === null ? 'non mesurée sur ce système' : verdict(jugement.memoire, `< ${objectifs.memoireMo} Mo`, entiere)} ; PostgreSQL à part : ${mo(annee.memoirePostgresMo)}`,
    `  b / a     ${fois(naif.secondesAld / annee.ald.secondes)} pour l’ALD : ${verdict(jugement.rapport, `≥ ${objectifs.ratio} ×`, entiere)} ; ${fois(naif.secondesSuite / annee.suite.secondes)} pour la suite`,
    `  a / c     ${fois(annee.secondes / limite.secondes)} la limite du journal, des dossiers et de l’index ; ${fois(annee.secondes / toutes.secondes)} celle de toutes les lignes\n`,
    ...(r.horloges ? redigerHorloges(r) : []),
    ...(r.verification ? redigerVerification(r) : []),
    ...(r.commandes ? redigerCommandes(r) : []),
    ...(r.kafka ? redigerKafka(r) : []),
  ].join('\n');
}
