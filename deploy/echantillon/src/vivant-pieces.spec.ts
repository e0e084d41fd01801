import { pdfDe } from './vivant-pieces';

test('le PDF inventé est bien formé : chaque objet est à la place que dit sa table', () => {
  const pdf = pdfDe(['Une ligne (avec parenthèses)'.normalize('NFD').replace(/[^\x20-\x7e]/g, ''), 'Une autre \\ ligne']);
  const table = Number(/startxref\n(\d+)\n%%EOF\n$/.exec(pdf)?.[1]);
  expect(pdf.slice(table, table + 4)).toBe('xref');
  const places = [...pdf.slice(table).matchAll(/^(\d{10}) 00000 n $/gm)].map(([, place]) => Number(place));
  expect(places.map((place, i) => pdf.slice(place, place + `${i + 1} 0 obj`.length))).toEqual(places.map((_, i) => `${i + 1} 0 obj`));
  expect(Number(/\/Length (\d+)/.exec(pdf)?.[1])).toBe(/stream\n(.*)\nendstream/s.exec(pdf)?.[1]?.length);
});
