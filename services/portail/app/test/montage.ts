import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { creerJournalTechnique } from '@sm/platform';
import { demarrerPortail } from '../src/demarrage';
import type { PortailDemarre } from '../src/demarrage';
import type { OptionsPortail } from '../src/config';
import { CLIENTS, PERSONAS } from './exemples';
import { demarrerFactice } from './service-factice';
import type { ServiceFactice } from './service-factice';

export interface Montage {
  readonly portail: PortailDemarre;
  readonly factice: ServiceFactice;
  readonly options: OptionsPortail;
  /** Lines logged so far. */
  readonly journal: readonly string[];
  arreter(): Promise<void>;
}

/** Portal on a free port with a fake service behind each name; `absent` is a service that answers nothing. */
export async function monter(reste: Partial<OptionsPortail> = {}): Promise<Montage> {
  const etat = mkdtempSync(join(tmpdir(), 'portail-'));
  const factice = await demarrerFactice();
  const journal: string[] = [];
  const options: OptionsPortail = {
    journal: creerJournalTechnique({ service: 'portail', flux: { write: (ligne: string) => void journal.push(ligne) } }),
    port: 0,
    hote: '127.0.0.1',
    etat,
    personas: PERSONAS,
    clients: CLIENTS,
    services: { pilotage: factice.url, prestations: factice.url, absent: 'http://127.0.0.1:9' },
    ...reste,
  };
  const portail = await demarrerPortail(options);
  const arreter = async () => {
    await portail.arreter();
    await factice.arreter();
    rmSync(etat, { recursive: true, force: true });
  };
  return { portail, factice, options, journal, arreter };
}

/** Asks a token for a machine account, with basic authentication. */
export function demanderJeton(emetteur: string, id: string, secret: string, champs: Record<string, string> = {}): Promise<Response> {
  return fetch(`${emetteur}/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${Buffer.from(`${encodeURIComponent(id)}:${encodeURIComponent(secret)}`).toString('base64')}` },
    body: new URLSearchParams({ grant_type: 'client_credentials', ...champs }),
  });
}
