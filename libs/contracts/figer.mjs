// Publishes the contracts: freezes the descriptors that `buf breaking` compares with, and the bytes of new golden examples.
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buf } from './generer.mjs';

const proto = join(dirname(fileURLToPath(import.meta.url)), '..', '..', 'proto');
const fige = join(proto, 'published', 'v1.binpb');
const exemples = join(proto, 'exemples');

function racines() {
  const image = JSON.parse(buf(['build', 'proto', '-o', '-#format=json']));
  const messages = image.file.flatMap((f) => (f.messageType ?? []).map((m) => [m.options?.['[sm.commun.v1.topic]']?.nom, `${f.package}.${m.name}`]));
  return new Map([...messages.filter(([nom]) => nom), ['enveloppe', 'sm.commun.v1.Enveloppe']]);
}

if (existsSync(fige)) buf(['breaking', 'proto', '--against', fige]);
mkdirSync(dirname(fige), { recursive: true });
buf(['build', 'proto', '--exclude-source-info', '-o', fige]);

const types = racines();
for (const topic of readdirSync(exemples)) {
  for (const json of readdirSync(join(exemples, topic)).filter((f) => f.endsWith('.json'))) {
    const hex = join(exemples, topic, json.replace(/\.json$/, '.hex'));
    if (existsSync(hex)) continue;
    const octets = buf(['convert', 'proto', '--type', types.get(topic), '--from', `${join(exemples, topic, json)}#format=json`, '--to', '-#format=binpb'], { encoding: 'buffer' });
    writeFileSync(hex, `${octets.toString('hex')}\n`);
    console.log(`figé : ${topic}/${json}`);
  }
}
console.log(`descripteurs figés : ${readFileSync(fige).length} octets`);
