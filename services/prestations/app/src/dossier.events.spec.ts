import { decoder } from '@sm/contracts';
import type { Etat, Evenement } from '@sm/prestations-domaine';
import { messagePublic } from './dossier.events';
import { TOPIC } from './publication';

const demande = {
  id: '01900000-0000-7000-8000-000000000001', procedure: 'ald', source: 'PSE', numero: '1', nature: 'initiale', canal: 'pse', regime: 'liste', cadre: 'traitant', personneId: null, medecin: '10000123454', caisse: '931',
  uniteOrigine: 931, precedent: null, recuLe: '2026-03-02T08:00:00.000Z', jourRecu: '2026-03-02', regle: 'ald-2016', repris: false,
} as const;
const annulee: Etat = { statut: 'annulee', demande, uniteEnCharge: 931, pieces: [], echeances: [], motif: 'retrait', avis: [] };
const annulation = (survenuLe: string): Evenement => ({ type: 'DossierAnnule', survenuLe, par: 'agent:TSM1', repris: false, prive: { motif: 'retrait' }, medical: null });
const jourPublie = (survenuLe: string, departement: string): unknown => {
  const { octets } = messagePublic(annulation(survenuLe), annulee, departement);
  const message = octets && decoder(TOPIC, octets);
  return message?.type === 'DossierAnnule' ? message.donnees.annuleLe : null;
};

describe('le jour publié d’un acte', () => {
  test.each([
    ['la première demi-heure du jour, à Bobigny', '2026-03-09T23:30:00Z', '93', '2026-03-10'],
    ['la première heure d’un jour d’été, à Bobigny', '2026-07-09T22:30:00Z', '93', '2026-07-10'],
    ['le soir en Guadeloupe, déjà le lendemain à Paris', '2026-03-10T01:30:00Z', '971', '2026-03-09'],
    ['le matin à La Réunion, encore la veille à Paris', '2026-03-09T20:30:00Z', '974', '2026-03-10'],
  ])('%s', (_, survenuLe, departement, jour) => {
    expect(jourPublie(survenuLe, departement)).toBe(jour);
  });
});

test('ce qui reste privé n’a pas de message', () => {
  const complement: Evenement = { type: 'ComplementRecu', survenuLe: '2026-03-10T09:00:00.000Z', par: 'agent:TSM1', repris: false, prive: { pieces: [] }, medical: null };
  expect(messagePublic(complement, annulee, '93')).toEqual({ type: 'ComplementRecu', octets: null });
});
