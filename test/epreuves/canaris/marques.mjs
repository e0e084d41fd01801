import { randomInt } from 'node:crypto';

const ALPHABET = 'BCDFGHJKLMNPQRSTVWXZ';
const tirer = (n) => Array.from({ length: n }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');

/** Pieces of the base64 of `texte` that do not depend on what stands around it, for its three alignments. */
function base64(texte) {
  const octets = Buffer.from(texte);
  return [0, 1, 2].map((decalage) => {
    const tout = Buffer.concat([Buffer.alloc(decalage), octets]).toString('base64').replace(/=+$/, '');
    const debut = Math.ceil((decalage * 8) / 6);
    const fin = Math.floor(((decalage + octets.length) * 8) / 6);
    return tout.slice(debut, fin);
  });
}

const chacun = (texte, ecrire) => [...texte].map((c) => ecrire(c.charCodeAt(0))).join('');
const hexa = (n, taille) => n.toString(16).padStart(taille, '0');

/** Every writing in which a text may lie somewhere, by name: clear in several encodings and cases, base64, hexadecimal, escaped. */
export function formes(texte) {
  const hex = Buffer.from(texte).toString('hex');
  const ecrites = [
    ['clair', texte], ['minuscules', texte.toLowerCase()], ['utf-16', Buffer.from(texte, 'utf16le')], ['utf-16 gros-boutiste', Buffer.from(texte, 'utf16le').swap16()],
    ...base64(texte).map((b, i) => [`base64 (${i})`, b]), ...base64(Buffer.from(texte).toString('base64').replace(/=+$/, '').slice(0, -2)).map((b, i) => [`base64 de base64 (${i})`, b]),
    ['hexadécimal', hex], ['HEXADÉCIMAL', hex.toUpperCase()], ['base64 d’hexadécimal', base64(hex)[0]],
    ['échappé %', chacun(texte, (n) => `%${hexa(n, 2)}`)], ['échappé \\u', chacun(texte, (n) => `\\u${hexa(n, 4)}`)], ['échappé \\x', chacun(texte, (n) => `\\x${hexa(n, 2)}`)],
    ['échappé &#', chacun(texte, (n) => `&#${n};`)], ['échappé &#x', chacun(texte, (n) => `&#x${hexa(n, 2)};`)], ['échappé =', chacun(texte, (n) => `=${hexa(n, 2).toUpperCase()}`)],
    ['retourné', [...texte].reverse().join('')],
  ];
  return ecrites.map(([nom, valeur]) => ({ nom, octets: Buffer.from(valeur) }));
}

/** The marks of one run: a core that all share, looked for everywhere, and a tail that says which field was given it. */
export class Marques {
  noyau = `QZ${tirer(14)}`;
  /** Codes of CIM-10 that nothing else in the run bears; found by their own boundaries, being short. */
  codes = ['Q93.8', 'Q95.9'];
  posees = new Map();

  get formes() {
    return (this.toutes ??= formes(this.noyau));
  }

  /** A text for a medical field, with what an escape could change around the mark. @param champ operation and place of the field */
  texte(champ) {
    const queue = tirer(6);
    this.posees.set(queue, champ);
    return `Élément « ${this.noyau}${queue} » <"'&%;\\>, suivi.`;
  }

  /** Fields whose mark is readable in a text. */
  lus(texte) {
    return [...texte.matchAll(new RegExp(`${this.noyau}([${ALPHABET}]{6})`, 'g'))].map(([, queue]) => this.posees.get(queue) ?? queue);
  }

  /** What bytes let out, one line a form. */
  fuites(octets) {
    const vues = this.formes.flatMap(({ nom, octets: forme }) => {
      const place = octets.indexOf(forme);
      if (place < 0) return [];
      const champs = nom === 'clair' ? this.lus(octets.subarray(place, place + 200).toString('latin1')) : [];
      return [`${nom} à l'octet ${place}${champs.length ? ` : ${champs[0]}` : ''}`];
    });
    return vues;
  }

  /** The same for the short codes, in texts only. */
  codesDans(texte) {
    return this.codes.filter((c) => new RegExp(`(?<![A-Za-z0-9+/])${c.replace('.', '\\.?')}(?![A-Za-z0-9+/])`).test(texte));
  }
}
