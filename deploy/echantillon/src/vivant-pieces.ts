import { Porte } from './activite-porte';
import { Jetons } from './jetons';
import { champ } from './reseau';
import type { OptionsConvocations } from './vivant-convocations';

const PRATICIENS = ['931002', '931005', '931022', '931023'] as const;
const PAR_PRATICIEN = 3;

interface Modele {
  readonly nature: string;
  readonly type: string;
  readonly titre: string;
  readonly lignes: readonly string[];
}

/** Invented, as everything here; ASCII, so that the PDF needs no encoding of its own. */
const MODELES: readonly Modele[] = [
  { nature: 'compte_rendu', type: 'application/pdf', titre: 'Compte rendu de consultation spécialisée', lignes: ['Compte rendu de consultation (document invente)', 'Evolution favorable sous traitement.', 'Controle propose a six mois.'] },
  { nature: 'courrier', type: 'text/plain; charset=utf-8', titre: 'Courrier du médecin traitant', lignes: ['Cher confrère,', 'Je vous adresse les éléments demandés (document inventé).', 'Confraternellement.'] },
  { nature: 'biologie', type: 'application/pdf', titre: 'Bilan biologique', lignes: ['Bilan biologique (document invente)', 'Valeurs de reference et resultats joints.'] },
];

/** A PDF of one page, in ASCII: its offsets are those of its characters. */
export function pdfDe(lignes: readonly string[]): string {
  const texte = `BT /F1 12 Tf 72 760 Td ${lignes.map((l) => `(${l.replace(/[\\()]/g, '\\$&')}) Tj 0 -18 Td`).join(' ')} ET`;
  const objets = [
    '<< /Type /Catalog /Pages 2 0 R >>', '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>',
    `<< /Length ${texte.length} >>\nstream\n${texte}\nendstream`, '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
  ];
  let corps = '%PDF-1.4\n';
  const places = objets.map((o, i) => {
    const place = corps.length;
    corps += `${i + 1} 0 obj\n${o}\nendobj\n`;
    return `${String(place).padStart(10, '0')} 00000 n \n`;
  });
  return `${corps}xref\n0 ${objets.length + 1}\n0000000000 65535 f \n${places.join('')}trailer\n<< /Size ${objets.length + 1} /Root 1 0 R >>\nstartxref\n${corps.length}\n%%EOF\n`;
}

/** A few attachments on dossiers in hand, joined by the mail room through the public API; done again, nothing changes. @returns how many */
export async function joindrePieces(o: Omit<OptionsConvocations, 'dossier'>): Promise<number> {
  const porte = new Porte(o.url, new Jetons(o.url, o.portee ?? 'sm'), { id: 'courrier-931', secret: o.secret });
  let jointes = 0;
  for (const matricule of PRATICIENS) {
    const { elements } = await porte.lister(`praticien=agent:${matricule}&limite=${PAR_PRATICIEN}`);
    for (const { id } of elements) {
      // By the dossier, not by its place in the list: a loading taken up later gives it the same piece.
      const modele = MODELES[Number.parseInt(id.slice(-2), 16) % MODELES.length]!;
      const chemin = `/dossiers/${id}/pieces-jointes`;
      const contenu = modele.type === 'application/pdf' ? pdfDe(modele.lignes) : `${modele.lignes.join('\n')}\n`;
      const depot = await porte.joindre(`${chemin}?nature=${modele.nature}`, contenu, modele.type, `portefeuille-piece-${id}`);
      await porte.commander(`${chemin}/${String(champ(depot, 'piece'))}/titre`, { titre: modele.titre }, `portefeuille-titre-${id}`);
      jointes++;
    }
  }
  return jointes;
}
