type Objet = Readonly<Record<string, unknown>>;

/** Tolerant reading of a service's answer: what is missing becomes empty or null, what is unknown is ignored. */
export const objet = (valeur: unknown): Objet => (typeof valeur === 'object' && valeur !== null && !Array.isArray(valeur) ? { ...valeur } : {});
export const liste = (valeur: unknown): readonly Objet[] => (Array.isArray(valeur) ? valeur.map(objet) : []);
export const texte = (valeur: unknown): string => (typeof valeur === 'string' ? valeur : '');
export const chiffre = (valeur: unknown): number | null => (typeof valeur === 'number' && Number.isFinite(valeur) ? valeur : null);
export const compte = (valeur: unknown): number => chiffre(valeur) ?? 0;
