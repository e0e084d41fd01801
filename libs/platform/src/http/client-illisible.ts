import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { randomUUID } from 'node:crypto';
import { probleme } from './probleme';

const PAR_CODE: Readonly<Record<string, { code: string; statut: number }>> = {
  HPE_HEADER_OVERFLOW: { code: 'en-tetes-trop-longs', statut: 431 },
  ERR_HTTP_REQUEST_TIMEOUT: { code: 'requete-malformee', statut: 408 },
};

/** Bytes that Node could not read as HTTP: the answer is written by hand, since no request exists. */
export function repondreErreurClient(erreur: Error & { code?: string }, socket: Socket): void {
  if (erreur.code === 'ECONNRESET' || socket.destroyed || !socket.writable) return;
  const { code, statut } = PAR_CODE[erreur.code ?? ''] ?? { code: 'requete-malformee', statut: 400 };
  const corps = JSON.stringify(probleme(code, statut).corps(randomUUID()));
  const entetes = [
    `HTTP/1.1 ${statut} ${STATUS_CODES[statut] ?? ''}`,
    'content-type: application/problem+json; charset=utf-8',
    `content-length: ${Buffer.byteLength(corps)}`,
    'connection: close',
  ];
  socket.end(`${entetes.join('\r\n')}\r\n\r\n${corps}`);
}
