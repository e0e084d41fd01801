// What was acknowledged against what is stored, on plain data: every function tells its discrepancies in words, none when all holds.

/** The first discrepancies, and how many there are in all. */
export function resumer(anomalies, maximum = 5) {
  return anomalies.length <= maximum ? anomalies : [...anomalies.slice(0, maximum), `… et ${anomalies.length - maximum} autre(s)`];
}

const cleCommande = (acteur, commande) => `${acteur} ${commande}`;

function versionsDe(l, lignes) {
  const attendues = Array.from({ length: l.version - l.de }, (_, i) => l.de + i + 1);
  const vues = lignes.map((j) => j.version);
  const ou = `commande ${l.commande} (${l.type})`;
  if (!vues.length) return [`perdue : ${ou}, acquittée en version ${l.version} le ${l.le}`];
  const etrangere = lignes.find((j) => l.dossier !== (j.dossier ?? j.cle));
  if (etrangere) return [`égarée : ${ou} a écrit sur ${etrangere.dossier ?? etrangere.cle}`];
  if (vues.length > attendues.length) return [`doublée : ${ou}, versions ${vues.join(', ')} au lieu de ${attendues.join(', ')}`];
  return vues.join() === attendues.join() ? [] : [`faussée : ${ou}, versions ${vues.join(', ')} au lieu de ${attendues.join(', ')}`];
}

/**
 * Every acknowledged command is in the journal exactly once, and none that was refused.
 * @param registre lines of the ledger; @param journal rows of one service, in the order of their ids
 */
export function commandes(registre, journal) {
  const parCommande = Map.groupBy(journal.filter((j) => j.commande), (j) => cleCommande(j.acteur, j.commande));
  const parNumero = Map.groupBy(journal.filter((j) => j.numero && j.version === 1), (j) => `${j.source}|${j.numero}`);
  return registre.flatMap((l) => {
    if (l.genre === 'refusee') return parCommande.has(cleCommande(l.acteur, l.commande)) ? [`refusée et pourtant écrite : commande ${l.commande} (${l.code})`] : [];
    if (l.genre !== 'import') return versionsDe(l, parCommande.get(cleCommande(l.acteur, l.commande)) ?? []);
    return l.numeros.flatMap((n) => {
      const fois = parNumero.get(`${l.source}|${n}`)?.length ?? 0;
      return fois === 1 ? [] : [`${fois ? 'doublée' : 'perdue'} : ligne ${n} de l'import ${l.commande}, ${fois} fois au journal`];
    });
  });
}

/** Versions of each dossier: dense from 1, in the order of ids, and in the order of numbers. */
export function versions(journal) {
  const anomalies = [];
  for (const [cle, lignes] of Map.groupBy(journal.filter((j) => j.dossier), (j) => j.dossier)) {
    lignes.forEach((l, i) => l.version !== i + 1 && anomalies.push(`dossier ${cle} : version ${l.version} au rang ${i + 1}`));
    const numeros = lignes.filter((l) => l.seq !== null).map((l) => l.seq);
    if (numeros.some((n, i) => i > 0 && n <= numeros[i - 1])) anomalies.push(`dossier ${cle} : inversé dans le journal numéroté (${numeros.join(', ')})`);
  }
  return anomalies;
}

/** Numbers of each (topic, part): every row has its own, dense from 1; what is public and only that. */
export function numerotation(journal) {
  const anomalies = journal.filter((j) => j.indexee !== 1).map((j) => `ligne ${j.id} (${j.type}) : numérotée ${j.indexee} fois`);
  const publiees = journal.filter((j) => j.public !== null && j.indexee > 0);
  for (const [cle, lignes] of Map.groupBy(publiees, (j) => `${j.topic}/${j.part}`)) {
    const numeros = lignes.map((l) => l.seq).sort((a, b) => a - b);
    const faute = numeros.findIndex((n, i) => n !== i + 1);
    if (faute >= 0) anomalies.push(`${cle} : ${numeros[faute]} trouvé, ${faute + 1} attendu`);
  }
  return anomalies;
}

const egaux = (a, b) => Buffer.compare(a, b) === 0;

/**
 * What the broker holds of one (source, topic, part) against the numbered log: dense once repeats are dropped, never inverted, equal to the byte.
 * @param attendus bytes by number, from 1; @param recus {seq, octets}[] in the order of offsets; @param compacte holes are allowed, the last number is not one
 */
export function diffusion(ou, attendus, recus, compacte = false) {
  const anomalies = [];
  let dernier = 0;
  for (const { seq, octets } of recus) {
    if (seq > dernier + 1 && !compacte) anomalies.push(`${ou} : trou, ${seq} après ${dernier}`);
    dernier = Math.max(dernier, seq);
    const attendu = attendus.get(seq);
    if (!attendu) anomalies.push(`${ou} : ${seq} n'est pas au journal`);
    else if (!egaux(attendu, octets)) anomalies.push(`${ou} : ${seq} diffère du journal`);
  }
  if (dernier !== attendus.size) anomalies.push(`${ou} : s'arrête à ${dernier}, ${attendus.size} attendu(s)`);
  return anomalies;
}

/** Keys on which two maps of texts or numbers differ. */
export function ecarts(quoi, attendus, obtenus) {
  return [...new Set([...attendus.keys(), ...obtenus.keys()])].filter((cle) => attendus.get(cle) !== obtenus.get(cle))
    .map((cle) => `${quoi} ${cle} : ${attendus.get(cle) ?? 'rien'} attendu, ${obtenus.get(cle) ?? 'rien'} trouvé`);
}

/**
 * Clocks: each due one fired once and none before its time; what fired and what the journal tells are the same.
 * @param horloges rows {id, dossier, nature, statut, code, echoit} (ms); @param echeances journal rows {dossier, nature, enregistre} (ms); @param passages what a trigger saw of their changes {id, avant, apres}
 */
export function horloges(horloges, echeances, passages, maintenant) {
  const dites = Map.groupBy(echeances, (e) => `${e.dossier} ${e.nature}`);
  const anomalies = [];
  for (const [cle, siennes] of Map.groupBy(horloges, (h) => `${h.dossier} ${h.nature}`)) {
    const tirees = siennes.filter((h) => h.statut === 'echue');
    const ecrites = dites.get(cle) ?? [];
    dites.delete(cle);
    for (const h of siennes) {
      if (h.statut === 'armee' && h.echoit <= maintenant) anomalies.push(`horloge due et jamais tirée : ${cle}`);
      if (h.statut === 'en_echec' || (h.statut === 'echue' && h.code)) anomalies.push(`horloge ${h.statut} (${h.code ?? 'sans code'}) : ${cle}`);
    }
    if (tirees.length !== ecrites.length) anomalies.push(`horloge tirée ${tirees.length} fois, dite ${ecrites.length} fois au journal : ${cle}`);
    if (ecrites.some((e) => tirees.some((h) => e.enregistre < h.echoit))) anomalies.push(`horloge tirée trop tôt : ${cle}`);
  }
  for (const cle of dites.keys()) anomalies.push(`échéance au journal sans horloge : ${cle}`);
  return [...anomalies, ...passages.filter((p) => p.avant !== 'armee').map((p) => `horloge ${p.id} passée de ${p.avant} à ${p.apres}`)];
}

/** Marks of consumers as a trigger saw them move: in the same transaction as nobody else, always forward. @param mouvements {cle, avant, apres}[] */
export const marques = (mouvements) => mouvements.filter((m) => m.apres <= m.avant).map((m) => `${m.cle} : marque de ${m.avant} ramenée à ${m.apres}`);

/** Figures that the report must serve by year, from the ledger alone: the last avis of each dossier that was not cancelled. */
export function chiffresDuRegistre(registre, anneeDe = (l) => l.le.slice(0, 4)) {
  const dossiers = new Map();
  const annules = new Set();
  for (const l of registre) {
    if (l.type === 'ouverture') dossiers.set(l.dossier, l);
    if (l.type === 'annulation') annules.add(l.dossier);
  }
  const chiffres = {};
  const compter = (annee, code) => ((chiffres[annee] ??= {})[code] = (chiffres[annee][code] ?? 0) + 1);
  for (const l of registre.filter((x) => x.type === 'avis' && !annules.has(x.dossier))) {
    const ouverture = dossiers.get(l.dossier);
    const annee = anneeDe(l);
    compter(annee, ouverture.nature === 'initiale' ? 'IND-002-29' : 'IND-002-30');
    if (ouverture.canal === 'pse') compter(annee, 'IND-002-31');
    compter(annee, l.sens === 'favorable' ? 'ALD-02' : 'ALD-03');
  }
  const receptions = [...dossiers.values()].filter((l) => !annules.has(l.dossier)).map((l) => l.anneeRecue);
  for (const annee of [...receptions, ...registre.filter((l) => l.genre === 'import').flatMap((l) => l.anneesRecues)]) compter(annee, 'ALD-01');
  return chiffres;
}
