import { Controller } from '@nestjs/common';
import { EventPattern, Payload } from '@nestjs/microservices';
import { InjectRepository } from '@nestjs/typeorm';
import { Repository } from 'typeorm';
import { Compteur } from './entites';

export interface Comptage {
  readonly unite: string;
  readonly jour: string;
  readonly axe: string;
  readonly delai?: number;
}

@Controller()
export class CompteursController {
  constructor(@InjectRepository(Compteur) private readonly compteurs: Repository<Compteur>) {}

  @EventPattern('demande.recue')
  async recue(@Payload() c: Comptage): Promise<void> {
    await this.ajouter('demande', c, c.axe);
  }

  @EventPattern('avis.rendu')
  async avis(@Payload() c: Comptage): Promise<void> {
    await this.ajouter('avis', c, c.axe);
    await this.ajouter('delai', c, String(c.delai));
  }

  private async ajouter(indicateur: string, { unite, jour }: Comptage, axe: string): Promise<void> {
    const compteur = (await this.compteurs.findOneBy({ unite, indicateur, jour, axe })) ?? this.compteurs.create({ unite, indicateur, jour, axe, valeur: 0 });
    compteur.valeur++;
    await this.compteurs.save(compteur);
  }
}
