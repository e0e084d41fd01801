import { Body, Controller, Get, Module, Param, Post, Put, Query } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Acteur, CategorieRefus } from '@sm/kernel';
import { Type } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsIn, IsInt, IsOptional, IsString, Max, MaxLength, Min, ValidateNested } from 'class-validator';
import * as fc from 'fast-check';
import { SignJWT, createLocalJWKSet, exportJWK, generateKeyPair } from 'jose';
import { setTimeout as attendre } from 'node:timers/promises';
import { ActeurCourant } from '../auth/garde-jeton';
import { Public } from '../auth/public.decorator';
import { VerificateurJeton } from '../auth/verificateur-jeton';
import { ConfigIdentite } from '../config/fragments';
import { creerJournalTechnique } from '../telemetrie/journal-technique';
import { creerApplicationHttp } from './application';
import { EntierDeChemin, UuidDeChemin } from './chemin';
import { CleIdempotence } from './cle-idempotence';
import { AccepteFlux, Flux } from './corps';
import type { FluxRecu } from './corps';
import { decoderCurseur } from './curseur';
import { PageDemandee, pageDe } from './page';
import type { Page } from './page';
import { ProblemeException } from './probleme';
import { declarerTitres, titreDe } from './titres';
import { AvecEtag, VersionAttendue, versionPerimee } from './version';

const NIR = '185079312345678';
const DIAGNOSTIC = 'diabete-E11';

class Piece {
  @IsString() @MaxLength(20) readonly code: string;
  @IsInt() @Min(1) @Max(99) readonly nombre: number;
}

class Demande {
  @IsString() @MaxLength(40) readonly numero: string;
  @IsIn(['papier', 'pse']) readonly canal: string;
  @IsOptional() @IsString() readonly nir?: string;
  @IsArray() @ArrayMaxSize(5) @ValidateNested({ each: true }) @Type(() => Piece) readonly pieces: Piece[];
}

class Rang extends PageDemandee {
  @IsOptional() @IsIn(['ouvert', 'clos']) readonly statut?: string;
}

@Controller('dossiers')
class DossiersController {
  @Post()
  creer(@Body() demande: Demande, @CleIdempotence() cle: string, @ActeurCourant() acteur: Acteur) {
    return { numero: demande.numero, pieces: demande.pieces.length, cle, acteur: acteur.id };
  }

  @Get()
  lister(@Query() { limite, curseur }: Rang): Page<number> {
    const debut = curseur === undefined ? 0 : decoderCurseur(curseur, { rang: 'entier' }).rang;
    const lignes = Array.from({ length: Math.min(limite + 1, Math.max(0, 7 - debut)) }, (_, i) => debut + i + 1);
    return pageDe(lignes, limite, (rang) => ({ rang }));
  }

  @Get('par-id/:id')
  parId(@Param('id', UuidDeChemin) id: string) {
    return { id };
  }

  @Get('par-rang/:rang')
  parRang(@Param('rang', EntierDeChemin) rang: number) {
    return { rang };
  }

  @AvecEtag()
  @Put(':id')
  modifier(@Param('id') id: string, @VersionAttendue() version: number) {
    if (version !== 7) throw versionPerimee();
    return { id, version };
  }

  @Post('imports')
  @AccepteFlux()
  async importer(@Flux() { octets }: FluxRecu) {
    let taille = 0;
    for await (const morceau of octets) taille += (morceau as Buffer).length;
    return { taille };
  }

  @Get('refus/:categorie')
  refuser(@Param('categorie') categorie: CategorieRefus): never {
    throw new ProblemeException({ code: 'dossier-refuse', categorie, article: 'L.315-2 CSS', details: { rang: 3 } });
  }

  @Public()
  @Get('ouvert')
  ouvert() {
    return { ouvert: true };
  }
}

@Module({ controllers: [DossiersController] })
class ModuleEssai {}

const lignes: string[] = [];
const identite: ConfigIdentite = { issuer: 'https://idp.test', audience: 'urn:sm:api', jwksUrl: 'https://idp.test/jwks' };

async function monter() {
  const { publicKey, privateKey } = await generateKeyPair('ES256');
  const cles = createLocalJWKSet({ keys: [{ ...(await exportJWK(publicKey)), kid: 'k1', alg: 'ES256' }] });
  const app = await creerApplicationHttp(ModuleEssai, {
    service: 'essai',
    identite,
    verificateur: new VerificateurJeton({ ...identite, cles }),
    journal: creerJournalTechnique({ service: 'essai', flux: { write: (ligne) => void lignes.push(ligne) } }),
  });
  await app.init();
  await app.getHttpAdapter().getInstance().ready();
  const jeton = await new SignJWT({ nom: 'Agent d’essai' })
    .setProtectedHeader({ alg: 'ES256', kid: 'k1', typ: 'at+jwt' })
    .setIssuer(identite.issuer).setAudience(identite.audience).setSubject('agent:000123').setIssuedAt().setExpirationTime('1h')
    .sign(privateKey);
  return { app, autorisation: `Bearer ${jeton}` };
}

let app: NestFastifyApplication;
let autorisation: string;
beforeAll(async () => ({ app, autorisation } = await monter()));
afterAll(() => app.close());

type Entetes = Record<string, string | string[]>;
const valide = { numero: 'ALD-1', canal: 'pse', pieces: [{ code: 'protocole', nombre: 1 }] };
const cle = { 'idempotency-key': 'cle-0001' };

const envoyer = (method: 'GET' | 'POST' | 'PUT', url: string, headers: Entetes = {}, payload?: string | Buffer) =>
  app.inject({ method, url, headers: { authorization: autorisation, ...headers } as Record<string, string>, ...(payload === undefined ? {} : { payload }) });

const poster = (corps: unknown, headers: Entetes = {}) =>
  envoyer('POST', '/dossiers', { 'content-type': 'application/json', ...cle, ...headers }, Buffer.isBuffer(corps) || typeof corps === 'string' ? corps : JSON.stringify(corps));

describe('Une requête bien formée', () => {
  it('est servie, avec sa référence de corrélation et des en-têtes prudents', async () => {
    const reponse = await poster(valide, { 'x-correlation-id': '019a0000-0000-7000-8000-000000000001' });
    expect(reponse.json()).toEqual({ numero: 'ALD-1', pieces: 1, cle: 'cle-0001', acteur: 'agent:000123' });
    expect(reponse.headers).toMatchObject({
      'x-correlation-id': '019a0000-0000-7000-8000-000000000001',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
    });
    expect(reponse.headers['content-security-policy']).toContain("default-src 'none'");
  });

  it('se pagine jusqu’au bout sans rien perdre', async () => {
    const lus: number[] = [];
    for (let suite: string | null = ''; suite !== null; ) {
      const page: Page<number> = (await envoyer('GET', `/dossiers?limite=3${suite && `&curseur=${suite}`}`)).json();
      lus.push(...page.elements);
      suite = page.suivant;
    }
    expect(lus).toEqual([1, 2, 3, 4, 5, 6, 7]);
  });

  it('dépose un flux de plus d’un mébioctet', async () => {
    const reponse = await envoyer('POST', '/dossiers/imports', { 'content-type': 'text/csv; charset=windows-1252' }, Buffer.alloc(3 << 20, 'a'));
    expect(reponse.json()).toEqual({ taille: 3 << 20 });
  });
});

describe('Un refus du métier', () => {
  it.each([['introuvable', 404], ['interdit', 403], ['invalide', 422], ['conflit', 409]])('« %s » devient %i, avec son article', async (categorie, statut) => {
    const reponse = await envoyer('GET', `/dossiers/refus/${categorie}`);
    expect(reponse.headers['content-type']).toMatch(/^application\/problem\+json/);
    expect(reponse.statusCode).toBe(statut);
    expect(reponse.json()).toMatchObject({
      type: 'urn:sm:probleme:dossier-refuse', code: 'dossier-refuse', status: statut, article: 'L.315-2 CSS', details: { rang: 3 },
      correlation: reponse.headers['x-correlation-id'],
    });
  });
});

const J = { 'content-type': 'application/json' };
const profond = (n: number) => `${'['.repeat(n)}${']'.repeat(n)}`;

describe('Une requête hostile', () => {
  const corps: [string, string | Buffer, Entetes, number, string][] = [
    ['JSON tronqué', '{"numero":', {}, 400, 'json-malforme'],
    ['corps vide annoncé JSON', '', {}, 400, 'corps-vide'],
    ['octets qui ne sont pas de l’UTF-8', Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]), {}, 400, 'texte-invalide'],
    ['caractère nul dans un texte', '{"numero":"a\\u0000b"}', {}, 400, 'texte-invalide'],
    ['demi-caractère isolé', '{"numero":"\\ud800"}', {}, 400, 'texte-invalide'],
    ['clé __proto__', '{"__proto__":{"admin":true}}', {}, 400, 'json-cle-interdite'],
    ['clé constructor imbriquée', '{"pieces":[{"constructor":{"prototype":{}}}]}', {}, 400, 'json-cle-interdite'],
    ['imbrication de 40 niveaux', profond(40), {}, 400, 'json-trop-profond'],
    ['imbrication de 400 000 niveaux', profond(400_000), {}, 400, 'json-trop-profond'],
    ['nombre infini', '{"pieces":[{"code":"a","nombre":1e999}]}', {}, 400, 'json-nombre-hors-bornes'],
    ['entier plus grand qu’un double exact', '{"numero":123456789012345678901234567890}', {}, 400, 'json-nombre-hors-bornes'],
    ['corps de plus de 1 Mio', JSON.stringify({ numero: 'a'.repeat(1 << 20) }), {}, 413, 'corps-trop-volumineux'],
    ['CSV là où un JSON est attendu', 'a;b', { 'content-type': 'text/csv' }, 415, 'type-contenu-refuse'],
    ['formulaire', 'a=1', { 'content-type': 'application/x-www-form-urlencoded' }, 415, 'type-contenu-refuse'],
    ['texte simple', '{}', { 'content-type': 'text/plain' }, 415, 'type-contenu-refuse'],
    ['JSON en UTF-16', '{}', { 'content-type': 'application/json; charset=utf-16' }, 415, 'type-contenu-refuse'],
    ['type de contenu absurde', '{}', { 'content-type': '§§§' }, 415, 'type-contenu-refuse'],
    ['tableau au lieu d’un objet', '[]', {}, 400, 'requete-invalide'],
    ['tableau d’objets valides', JSON.stringify([valide]), {}, 400, 'requete-invalide'],
    ['texte au lieu d’un objet', '"x"', {}, 400, 'requete-invalide'],
    ['nombre au lieu d’un objet', '5', {}, 400, 'requete-invalide'],
    ['null', 'null', {}, 400, 'requete-invalide'],
    ['objet à la place d’un texte', JSON.stringify({ ...valide, numero: { $ne: 1 } }), {}, 400, 'requete-invalide'],
    ['nombre écrit en texte', JSON.stringify({ ...valide, pieces: [{ code: 'a', nombre: '1' }] }), {}, 400, 'requete-invalide'],
    ['objet à la place d’un tableau', JSON.stringify({ ...valide, pieces: { length: 1e9 } }), {}, 400, 'requete-invalide'],
    ['pièces nulles', JSON.stringify({ ...valide, pieces: [null, 3] }), {}, 400, 'requete-invalide'],
    ['clé d’idempotence absente', JSON.stringify(valide), { 'idempotency-key': '' }, 400, 'cle-idempotence-requise'],
    ['clé d’idempotence courte', JSON.stringify(valide), { 'idempotency-key': 'abc' }, 400, 'cle-idempotence-invalide'],
    ['clé d’idempotence piégée', JSON.stringify(valide), { 'idempotency-key': "x'; drop table--" }, 400, 'cle-idempotence-invalide'],
    ['deux clés d’idempotence', JSON.stringify(valide), { 'idempotency-key': ['cle-00001', 'cle-00002'] }, 400, 'en-tete-duplique'],
    ['deux jetons', JSON.stringify(valide), { authorization: ['Bearer a', 'Bearer b'] }, 400, 'en-tete-duplique'],
  ];
  it.each(corps)('%s', async (_, payload, headers, statut, code) => {
    const reponse = await poster(payload, headers);
    expect([reponse.statusCode, reponse.json().code]).toEqual([statut, code]);
    expect(reponse.headers['content-type']).toMatch(/^application\/problem\+json/);
    expect(reponse.json().title).toMatch(/\.$/);
  });

  const lectures: [string, string, Entetes, number, string][] = [
    ['adresse inconnue', '/inconnue', {}, 404, 'route-introuvable'],
    ['paramètre interminable', `/dossiers/refus/${'a'.repeat(300)}`, {}, 414, 'adresse-trop-longue'],
    ['adresse interminable', `/dossiers?curseur=${'a'.repeat(9000)}`, {}, 414, 'adresse-trop-longue'],
    ['pourcentage mal formé', '/dossiers/%ZZ', {}, 400, 'requete-malformee'],
    ['caractère nul dans l’adresse', '/dossiers/refus/a%00b', {}, 400, 'texte-invalide'],
    ['limite nulle', '/dossiers?limite=0', {}, 400, 'requete-invalide'],
    ['limite démesurée', '/dossiers?limite=99999999999999999999', {}, 400, 'requete-invalide'],
    ['limite en notation exotique', '/dossiers?limite=0x10', {}, 400, 'requete-invalide'],
    ['limite répétée', '/dossiers?limite=1&limite=2', {}, 400, 'requete-invalide'],
    ['filtre inconnu', '/dossiers?unite=1', {}, 400, 'requete-invalide'],
    ['prototype dans la requête', '/dossiers?__proto__=1', {}, 400, 'requete-malformee'],
    ['prototype masqué dans la requête', '/dossiers?%5f_proto__=1', {}, 400, 'requete-malformee'],
    ['identifiant qui n’est pas un UUID', '/dossiers/par-id/abc', {}, 400, 'identifiant-invalide'],
    ['rang hors des entiers de la base', '/dossiers/par-rang/2147483648', {}, 400, 'identifiant-invalide'],
    ['rang négatif', '/dossiers/par-rang/-1', {}, 400, 'identifiant-invalide'],
    ['curseur inventé', '/dossiers?curseur=abcd', {}, 400, 'curseur-invalide'],
    ['curseur d’un autre modèle', `/dossiers?curseur=${Buffer.from('{"id":"x"}').toString('base64url')}`, {}, 400, 'curseur-invalide'],
    ['curseur répété', '/dossiers?curseur=a&curseur=b', {}, 400, 'requete-invalide'],
    ['jeton absent', '/dossiers', { authorization: '' }, 401, 'jeton-absent'],
    ['autre schéma', '/dossiers', { authorization: 'Basic YTpi' }, 401, 'jeton-invalide'],
    ['jeton illisible', '/dossiers', { authorization: 'Bearer a.b.c' }, 401, 'jeton-invalide'],
  ];
  it.each(lectures)('%s', async (_, url, headers, statut, code) => {
    const reponse = await envoyer('GET', url, headers);
    expect([reponse.statusCode, reponse.json().code]).toEqual([statut, code]);
    if (statut === 401) expect(reponse.headers['www-authenticate']).toMatch(/^Bearer/);
  });

  it.each<[string, Entetes, number, string | undefined]>([
    ['sans version', {}, 428, 'version-requise'],
    ['avec une étoile', { 'if-match': '*' }, 400, 'version-invalide'],
    ['avec une liste', { 'if-match': '"7", "8"' }, 400, 'version-invalide'],
    ['avec un nombre nu', { 'if-match': '7' }, 400, 'version-invalide'],
    ['avec une version périmée', { 'if-match': '"6"' }, 412, 'version-perimee'],
    ['avec la bonne version', { 'if-match': '"7"' }, 200, undefined],
    ['avec la bonne version affaiblie par un relais', { 'if-match': 'W/"7"' }, 200, undefined],
  ])('une modification %s', async (_, headers, statut, code) => {
    const reponse = await envoyer('PUT', '/dossiers/1', headers);
    expect([reponse.statusCode, reponse.json().code]).toEqual([statut, code]);
    expect(reponse.headers.etag).toBe(statut === 200 ? '"7"' : undefined);
  });

  it('un JSON posté à la place d’un flux est refusé', async () => {
    expect((await envoyer('POST', '/dossiers/imports', J, '{}')).statusCode).toBe(415);
    expect((await envoyer('POST', '/dossiers/imports')).statusCode).toBe(415);
  });

  it('les champs refusés sont nommés par chemin et par règle, sans aucune valeur', async () => {
    const reponse = await poster({ numero: 5, canal: NIR, pieces: [{ code: 'a', nombre: 100 }], [NIR]: 1, intrus: DIAGNOSTIC });
    expect(reponse.json().details).toEqual(expect.arrayContaining([
      { champ: 'intrus', code: 'whitelist-validation' },
      { champ: '*', code: 'whitelist-validation' },
      { champ: 'numero', code: 'is-string' },
      { champ: 'canal', code: 'is-in' },
      { champ: 'pieces.0.nombre', code: 'max' },
    ]));
    expect(reponse.body).not.toMatch(new RegExp(`${NIR}|${DIAGNOSTIC}`));
  });

  it('aucun JSON ne provoque d’erreur du service', async () => {
    const presque = fc.record(
      { numero: fc.jsonValue(), canal: fc.jsonValue(), pieces: fc.oneof(fc.jsonValue(), fc.array(fc.record({ code: fc.jsonValue(), nombre: fc.jsonValue() }))) },
      { requiredKeys: [] },
    );
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.json(), presque.map((v) => JSON.stringify(v)), fc.string()), async (texte) => {
        const { statusCode } = await poster(texte);
        return statusCode === 201 || (statusCode >= 400 && statusCode < 500);
      }),
      { numRuns: 400, verbose: 1 },
    );
  });
});

describe('Le journal', () => {
  it('d’une requête donne le gabarit de la route, jamais l’adresse', async () => {
    lignes.length = 0;
    await envoyer('PUT', `/dossiers/${NIR}?${DIAGNOSTIC}`, { 'if-match': '"7"' });
    await poster({ ...valide, nir: NIR });
    await poster({ ...valide, canal: NIR, [DIAGNOSTIC]: NIR });
    await attendre(5);
    const ligne = { msg: 'requete', acteur: 'agent:000123', service: 'essai' };
    expect(lignes.map((l) => JSON.parse(l))).toMatchObject([
      { ...ligne, methode: 'PUT', route: '/dossiers/:id', status: 200 },
      { ...ligne, methode: 'POST', route: '/dossiers', status: 201 },
      { ...ligne, methode: 'POST', route: '/dossiers', status: 400 },
    ]);
    expect(lignes.join('')).not.toMatch(new RegExp(`${NIR}|${DIAGNOSTIC}`));
  });
});

describe('L’API décrite', () => {
  it('est de l’OpenAPI 3.1, avec jeton, problèmes et règles des champs', async () => {
    const document = (await app.inject('/openapi.json')).json();
    expect(document.openapi).toBe('3.1.0');
    expect(document.security).toEqual([{ jeton: [] }]);
    const refus = document.paths['/dossiers'].post.responses['400'].$ref.split('/').at(-1);
    expect(document.paths['/dossiers'].post.responses.default).toBeUndefined();
    expect(document.components.responses[refus].content['application/problem+json'].schema.allOf[1].properties.code.enum).toEqual(expect.arrayContaining(['cle-idempotence-requise', 'json-malforme', 'requete-invalide']));
    expect(document['x-hors-contrat']).toEqual(['GET /asyncapi.json', 'GET /docs', 'GET /openapi.json', 'GET /sante/pret', 'GET /sante/vie']);
    expect(document.components.schemas.Demande).toMatchObject({
      required: ['numero', 'canal', 'pieces'],
      properties: { numero: { type: 'string', maxLength: 40 }, pieces: { type: 'array', maxItems: 5, items: { $ref: '#/components/schemas/Piece' } } },
    });
    expect(document.paths['/dossiers/ouvert'].get.security).toEqual([]);
    expect(document.paths['/dossiers'].post.parameters).toMatchObject([{ name: 'Idempotency-Key', in: 'header', required: true }]);
    expect(document.paths['/dossiers'].get.parameters).toContainEqual(
      expect.objectContaining({ name: 'limite', in: 'query', required: false, schema: expect.objectContaining({ type: 'integer', maximum: 200, default: 50 }) }),
    );
    expect(Object.keys(document.paths['/dossiers/imports'].post.requestBody.content)).toContain('text/csv');
    expect(document.components.schemas.Piece.properties.nombre).toMatchObject({ type: 'integer', minimum: 1, maximum: 99 });
  });

  it('se lit aussi dans une page sans script ni ressource extérieure', async () => {
    const page = await app.inject('/docs');
    expect(page.headers['content-security-policy']).toContain("default-src 'none'");
    expect(page.body).toContain('POST /dossiers');
    expect(page.body).not.toMatch(/<script|https?:\/\//);
  });
});

describe('Un code de refus', () => {
  it('n’a qu’un titre dans toute la plateforme', () => {
    declarerTitres({ 'essai-refuse': 'L’essai est refusé.' });
    expect(titreDe('essai-refuse')).toBe('L’essai est refusé.');
    expect(() => declarerTitres({ 'essai-refuse': 'Autre chose.' })).toThrow(/essai-refuse/);
  });
});
