import { createCipheriv, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { Repository } from 'typeorm';
import { AvisArret, Dossier, Evenement, Personne } from './entites';
import { FileEnMemoire } from './file-en-memoire';

export interface Acte {
  readonly acte: string;
  readonly le: string;
  readonly par?: string;
  readonly a?: string;
  readonly sens?: string;
  readonly motif?: string;
  readonly debut?: string;
  readonly dureeAns?: number;
}

export interface Demande extends Pick<Dossier, 'source' | 'numero' | 'unite' | 'caisse' | 'type' | 'nature' | 'canal' | 'medecin'> {
  readonly nir: string;
  readonly recuLe: string;
  readonly medical: { readonly regime: string | null };
  readonly pieces: readonly string[];
  readonly histoire: readonly Acte[];
}

/** One electronic notice of sick leave, as its file holds it. */
export interface Notice extends Pick<AvisArret, 'unite' | 'source' | 'numero' | 'risque' | 'nature' | 'canal' | 'nir' | 'prescripteur' | 'debut' | 'fin'> {
  readonly recu_le: string;
}

type Identite = Omit<Personne, 'id'>;
const STATUTS: Readonly<Record<string, string>> = { completude: 'recevable', affectation: 'affectee', avis: 'avis_rendu', decision: 'notifiee' };
const JOUR_MS = 86_400_000;

@Injectable()
export class IntakeService {
  evenements = 0;
  private readonly cle = randomBytes(32);

  constructor(
    @InjectRepository(Personne) private readonly personnes: Repository<Personne>,
    @InjectRepository(Dossier) private readonly dossiers: Repository<Dossier>,
    @InjectRepository(Evenement) private readonly journal: Repository<Evenement>,
    @InjectRepository(AvisArret) private readonly avisArrets: Repository<AvisArret>,
    private readonly file: FileEnMemoire,
  ) {}

  /** Takes one request in with its whole history, the way one writes it first. */
  async reprendre(d: Demande, identite: Identite): Promise<void> {
    const personne = (await this.personnes.findOneBy({ nir: d.nir })) ?? (await this.personnes.save(this.personnes.create(identite)));
    if (await this.dossiers.findOneBy({ unite: d.unite, source: d.source, numero: d.numero })) return;
    const { nir: _nir, histoire, medical, pieces, recuLe, ...champs } = d;
    const dossier = await this.dossiers.save(this.dossiers.create({ ...champs, personne: personne.id, statut: 'recue', recuLe: new Date(recuLe), version: 0, etat: { pieces }, medical: this.sceller(medical), regime: medical.regime }));
    await this.noter(dossier, 'DemandeRecue', recuLe, 'machine:reprise', { pieces }, this.sceller(medical));
    this.file.emettre('demande.recue', { unite: d.unite, jour: recuLe.slice(0, 10), axe: `${d.canal},${d.nature}` });
    for (const acte of histoire) await this.appliquer(dossier, acte);
    await this.dossiers.save(dossier);
  }

  /** Takes one notice in, unless it came before. */
  async recevoir({ recu_le, ...n }: Notice): Promise<void> {
    if (await this.avisArrets.findOneBy({ unite: n.unite, source: n.source, numero: n.numero })) return;
    const { unite, source, numero, risque, nature, canal, nir, prescripteur, debut, fin } = n;
    await this.avisArrets.save(this.avisArrets.create({ unite, source, numero, risque, nature, canal, nir, prescripteur, debut, fin, recuLe: new Date(recu_le) }));
    this.evenements++;
    this.file.emettre('demande.recue', { unite, jour: recu_le.slice(0, 10), axe: [canal, nature, risque].join() });
  }

  private async appliquer(dossier: Dossier, acte: Acte): Promise<void> {
    const { acte: type, le, par = 'caisse', motif, ...prive } = acte;
    dossier.statut = STATUTS[type] ?? dossier.statut;
    if (type === 'completude') dossier.completLe = new Date(le);
    if (type === 'affectation') dossier.praticien = acte.a ?? null;
    await this.noter(dossier, type, le, par, prive, type === 'avis' ? this.sceller({ motif }) : null);
    if (type !== 'avis') return;
    dossier.avisLe = new Date(le);
    const delai = Math.round((dossier.avisLe.getTime() - (dossier.completLe ?? dossier.recuLe).getTime()) / JOUR_MS);
    this.file.emettre('avis.rendu', { unite: dossier.unite, jour: le.slice(0, 10), axe: [dossier.canal, dossier.nature, dossier.regime, acte.sens].join(), delai });
    if (acte.sens === 'favorable' && acte.debut) await this.exonerer(dossier, acte.debut, acte.dureeAns ?? 0, le);
  }

  private async exonerer(dossier: Dossier, debut: string, ans: number, le: string): Promise<void> {
    dossier.finExoneration = `${Number(debut.slice(0, 4)) + ans}${debut.slice(4).replace('-02-29', '-02-28')}`;
    await this.noter(dossier, 'ExonerationOuverte', le, 'systeme', { debut, fin: dossier.finExoneration }, null);
    await this.noter(dossier, 'EcheancesConstatees', le, 'systeme', { fin: dossier.finExoneration }, null);
  }

  private async noter(dossier: Dossier, type: string, le: string, acteur: string, prive: object, medical: Buffer | null): Promise<void> {
    dossier.version++;
    this.evenements++;
    await this.journal.save(this.journal.create({ dossier: dossier.id, version: dossier.version, unite: dossier.unite, type, survenuLe: new Date(le), enregistreLe: new Date(), acteur, prive, medical }));
  }

  private sceller(clair: object): Buffer {
    const iv = randomBytes(12);
    const chiffre = createCipheriv('aes-256-gcm', this.cle, iv);
    return Buffer.concat([iv, chiffre.update(JSON.stringify(clair)), chiffre.final(), chiffre.getAuthTag()]);
  }
}
