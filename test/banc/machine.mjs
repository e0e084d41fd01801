import os from 'node:os';

/** What the figures were measured on. */
export function machine(postgres) {
  const coeurs = os.cpus();
  return {
    coeurs: coeurs.length, processeur: coeurs[0]?.model.trim() ?? 'inconnu', memoireGo: Math.round(os.totalmem() / 1024 ** 3), systeme: `${os.type()} ${os.release()} ${os.arch()}`,
    charge: os.loadavg().map((c) => Number(c.toFixed(2))), node: process.version, postgres,
    commande: ['npm run bench', ...(process.argv.length > 2 ? ['--', ...process.argv.slice(2)] : [])].join(' '), date: new Date().toISOString(),
  };
}
