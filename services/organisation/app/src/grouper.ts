/** Groups values by key, both in their order of arrival. */
export function grouper<T, K>(valeurs: readonly T[], cle: (valeur: T) => K): Map<K, T[]> {
  const groupes = new Map<K, T[]>();
  for (const valeur of valeurs) {
    const groupe = groupes.get(cle(valeur));
    if (groupe) groupe.push(valeur);
    else groupes.set(cle(valeur), [valeur]);
  }
  return groupes;
}
