import { BoundedStore } from '../bounded.store';

/** What the identity provider keeps of a token, a grant or a session. */
interface Fiche {
  readonly grantId?: string;
  readonly uid?: string;
  consumed?: number;
}

const UN_JOUR_S = 86_400;

/** In-memory storage of one kind of record of the identity provider, bounded; lost at restart (people sign in again). */
export class OidcStore {
  private readonly fiches: BoundedStore<Fiche>;

  constructor(readonly modele: string, taille = 2_000) {
    this.fiches = new BoundedStore(taille);
  }

  async upsert(id: string, fiche: Fiche, dureeS?: number): Promise<void> {
    this.fiches.set(id, fiche, (dureeS ?? UN_JOUR_S) * 1_000);
  }

  async find(id: string): Promise<Fiche | undefined> {
    return this.fiches.get(id);
  }

  async findByUid(uid: string): Promise<Fiche | undefined> {
    return this.fiches.find((fiche) => fiche.uid === uid);
  }

  async consume(id: string): Promise<void> {
    const fiche = this.fiches.get(id);
    if (fiche) fiche.consumed = Math.floor(Date.now() / 1_000);
  }

  async destroy(id: string): Promise<void> {
    this.fiches.delete(id);
  }

  async revokeByGrantId(grantId: string): Promise<void> {
    this.fiches.deleteWhere((fiche) => fiche.grantId === grantId);
  }
}
