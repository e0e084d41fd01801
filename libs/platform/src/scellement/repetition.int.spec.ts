import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, unlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ouvrirServiceDeTest } from '@sm/testing';
import type { Contexte } from '../db/roles';
import { ajouterVersion, cleDepuisFichier, ecrireTrousseauMaitre, lireTrousseauMaitre } from './fichier';
import { ouvrirAvec, scellerAvec } from './sceau';
import { Scellement, type LigneCleUnite } from './scellement';
import { deposer, reunir } from './sequestre';
import { Trousseau } from './trousseau';

const ctx: Contexte = { acteur: { id: 'agent:T1', genre: 'agent', nom: '' }, role: 'app', unites: [931] };

test('répétition générale : clé maître perdue, base rétablie d’une sauvegarde, trois détenteurs la rendent et un dossier s’ouvre', async () => {
  const dossier = mkdtempSync(join(tmpdir(), 'sm-repetition-'));
  const fichier = join(dossier, 'cle-maitre');
  const [avant, apres] = [await ouvrirServiceDeTest('prestations'), await ouvrirServiceDeTest('prestations')];
  try {
    const maitre = ajouterVersion(lireTrousseauMaitre(randomBytes(32).toString('hex')));
    ecrireTrousseauMaitre(fichier, maitre);
    const id = randomUUID();
    const scellement = new Scellement(cleDepuisFichier(fichier));
    const cleUnite = await avant.db.inTransaction(ctx, (tx) => new Trousseau(scellement).cleUnite(tx, 931));
    const { enveloppe, cle } = scellement.nouvelleCleDossier(cleUnite, id);
    const scelle = scellerAvec(cle, id, 'diabète de type 2');
    const parts = await deposer(maitre, 5, 3);

    unlinkSync(fichier);
    expect(() => cleDepuisFichier(fichier)).toThrow();
    for (const l of await avant.voir<LigneCleUnite & { unite: number }>('SELECT * FROM cle_unite')) {
      await apres.voir('INSERT INTO cle_unite (unite, version, cle_maitre, enveloppe) VALUES ($1, $2, $3, $4)', [l.unite, l.version, l.cle_maitre, l.enveloppe]);
    }
    ecrireTrousseauMaitre(fichier, await reunir([parts[4]!, parts[1]!, parts[2]!]));

    const rendu = new Scellement(cleDepuisFichier(fichier));
    const unite = await apres.db.inTransaction(ctx, (tx) => new Trousseau(rendu).cleUnite(tx, 931));
    expect(ouvrirAvec(rendu.ouvrirCleDossier(unite, id, enveloppe), id, scelle).toString()).toBe('diabète de type 2');
  } finally {
    await Promise.all([avant.fermer(), apres.fermer()]);
    rmSync(dossier, { recursive: true });
  }
}, 60_000);
