import fc from 'fast-check';
import { echapper, html } from './html';

const GRAINE = 20_160_112;
const ENTITES: Readonly<Record<string, string>> = { '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#39;': "'", '&#96;': '`' };
const relire = (texte: string) => texte.replace(/&(amp|lt|gt|quot|#39|#96);/g, (entite) => ENTITES[entite] ?? '?');
const texteHostile = fc.oneof(fc.string({ unit: 'binary' }), fc.array(fc.constantFrom('<', '>', '"', "'", '`', '&', '</script>', 'onload=', '&lt;', 'é')).map((m) => m.join('')));

describe(`le gabarit de page (graine ${GRAINE})`, () => {
  it('rend tout texte lisible et ne laisse sortir aucun caractère de balisage', () => {
    fc.assert(fc.property(texteHostile, (texte) => {
      const ecrit = html`<p title="${texte}">${[texte, [texte]]}</p>`.texte;
      const echappe = echapper(texte);
      expect(echappe).not.toMatch(/[<>"'`]/);
      expect(relire(echappe)).toBe(texte);
      expect(ecrit).toBe(`<p title="${echappe}">${echappe}${echappe}</p>`);
    }), { seed: GRAINE, numRuns: 300 });
  });

  it('garde le balisage de ses propres fragments et efface ce qui est vide', () => {
    expect(html`<ul>${['a', 1].map((v) => html`<li>${v}</li>`)}${null}${false}${undefined}</ul>`.texte).toBe('<ul><li>a</li><li>1</li></ul>');
  });

  it('ne prend pas pour un fragment un objet qui en a la forme', () => {
    const faux = JSON.parse('{"texte":"<b>"}') as unknown as string;
    expect(() => html`${faux}`).toThrow();
  });
});
