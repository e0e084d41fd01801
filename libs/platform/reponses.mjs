// Writes what every route answers as JSON Schema, read from the return types of the controllers: `reponses.json` beside each service. `--verifier` compares instead, and names what differs.
import { existsSync, globSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const racine = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const METHODES = new Set(['Get', 'Post', 'Put', 'Patch', 'Delete', 'CommandeDe']);
const MARQUE = 'Repond';

const nomme = (decorateur) => (ts.isCallExpression(decorateur.expression) ? decorateur.expression.expression.getText() : decorateur.expression.getText());
const decorateurs = (noeud) => ts.getDecorators(noeud) ?? [];
const combine = (schemas) => (schemas.length === 1 ? schemas[0] : { anyOf: schemas });

/** Turns types into schemas; a named type becomes a component once, under a name that no other type bears. */
class Traducteur {
  schemas = {};
  #noms = new Map();
  #pris = new Map();

  constructor(checker) {
    this.checker = checker;
  }

  schema(type, ou) {
    if (type.flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown | ts.TypeFlags.Never | ts.TypeFlags.NonPrimitive)) throw new Error(`${ou} : type que rien ne décrit (${this.checker.typeToString(type)})`);
    if (type.flags & (ts.TypeFlags.Void | ts.TypeFlags.Undefined)) return null;
    if (type.flags & ts.TypeFlags.Null) return { type: 'null' };
    if (type.isStringLiteral() || type.isNumberLiteral()) return { const: type.value };
    if (type.flags & ts.TypeFlags.BooleanLiteral) return { const: this.checker.typeToString(type) === 'true' };
    if (type.flags & ts.TypeFlags.StringLike) return { type: 'string' };
    if (type.flags & ts.TypeFlags.NumberLike) return { type: 'number' };
    if (type.flags & ts.TypeFlags.BooleanLike) return { type: 'boolean' };
    return type.isUnion() ? this.#union(type, ou) : this.#objet(type, ou);
  }

  #union(type, ou) {
    const membres = type.types.filter((t) => !(t.flags & ts.TypeFlags.Undefined));
    const litteraux = membres.filter((t) => t.isStringLiteral() || t.isNumberLiteral());
    const booleens = membres.filter((t) => t.flags & ts.TypeFlags.BooleanLiteral);
    const autres = membres.filter((t) => !litteraux.includes(t) && !booleens.includes(t));
    const schemas = [];
    if (litteraux.length) schemas.push({ enum: litteraux.map((t) => t.value).sort() });
    if (booleens.length === 2) schemas.push({ type: 'boolean' });
    else if (booleens.length) schemas.push(this.schema(booleens[0], ou));
    for (const autre of autres) schemas.push(this.schema(autre, ou));
    return combine(schemas.filter((s, i) => schemas.findIndex((t) => JSON.stringify(t) === JSON.stringify(s)) === i));
  }

  #objet(type, ou) {
    const nom = type.getSymbol()?.getName();
    if (nom === 'Date') return { type: 'string', format: 'date-time' };
    const liste = type.isIntersection() ? type.types.find((t) => this.checker.isArrayType(t) || this.checker.isTupleType(t)) : undefined;
    if (liste) return this.#objet(liste, ou);
    if (this.checker.isTupleType(type)) return this.#tuple(type, ou);
    if (this.checker.isArrayType(type)) return { type: 'array', items: this.schema(this.checker.getTypeArguments(type)[0], `${ou}[]`) };
    if (type.getCallSignatures().length) throw new Error(`${ou} : une fonction ne se répond pas`);
    const titre = this.#titre(type);
    if (titre === null) return this.#corps(type, ou);
    const connu = this.#noms.get(type);
    if (connu) return { $ref: `#/components/schemas/${connu}` };
    const rang = (this.#pris.get(titre) ?? 0) + 1;
    this.#pris.set(titre, rang);
    const definitif = rang === 1 ? titre : `${titre}${rang}`;
    this.#noms.set(type, definitif);
    this.schemas[definitif] = {};
    this.schemas[definitif] = this.#corps(type, definitif);
    return { $ref: `#/components/schemas/${definitif}` };
  }

  /** A list of a fixed length, or of at least so many elements. */
  #tuple(type, ou) {
    const elements = this.checker.getTypeArguments(type).map((t) => this.schema(t, `${ou}[]`));
    if (!type.target.hasRestElement) return { type: 'array', prefixItems: elements, items: false, minItems: elements.length };
    return { type: 'array', items: combine(elements.filter((s, i) => elements.findIndex((t) => JSON.stringify(t) === JSON.stringify(s)) === i)), minItems: type.target.minLength };
  }

  /** Name of an interface, class or alias, with those of its arguments; null for what the language or nobody named. */
  #titre(type) {
    const symbole = type.aliasSymbol ?? type.getSymbol();
    const declare = symbole?.declarations?.[0]?.getSourceFile().fileName ?? '';
    if (!symbole || symbole.getName().startsWith('__') || /\/lib\.[^/]*\.d\.ts$/.test(declare)) return null;
    const arguments_ = (type.aliasSymbol ? type.aliasTypeArguments : type.target ? this.checker.getTypeArguments(type) : []) ?? [];
    const noms = arguments_.map((a) => (a.aliasSymbol ?? a.getSymbol())?.getName()).filter((n) => n && !n.startsWith('__'));
    return [symbole.getName(), ...noms].join('');
  }

  #corps(type, ou) {
    const proprietes = {};
    const required = [];
    for (const symbole of this.checker.getPropertiesOfType(type)) {
      const lu = this.checker.getTypeOfSymbol(symbole);
      const schema = this.schema(lu, `${ou}.${symbole.getName()}`);
      if (schema === null) continue;
      proprietes[symbole.getName()] = schema;
      const absent = symbole.flags & ts.SymbolFlags.Optional || (lu.isUnion() && lu.types.some((t) => t.flags & ts.TypeFlags.Undefined));
      if (!absent) required.push(symbole.getName());
    }
    const libre = this.checker.getIndexInfoOfType(type, ts.IndexKind.String);
    return {
      type: 'object',
      ...(required.length ? { required: required.sort() } : {}),
      ...(Object.keys(proprietes).length ? { properties: Object.fromEntries(Object.entries(proprietes).sort(([a], [b]) => (a < b ? -1 : 1))) } : {}),
      additionalProperties: libre ? this.schema(libre.type, `${ou}.*`) : false,
    };
  }
}

/** The type a route answers: the one its marker names, else what the method resolves to. */
function typeRendu(checker, methode) {
  const marque = decorateurs(methode).map((d) => d.expression).find((e) => ts.isCallExpression(e) && e.expression.getText() === MARQUE);
  if (marque?.typeArguments?.[0]) return checker.getTypeFromTypeNode(marque.typeArguments[0]);
  const rendu = checker.getReturnTypeOfSignature(checker.getSignatureFromDeclaration(methode));
  return checker.getAwaitedType(rendu) ?? rendu;
}

function operations(programme, fichiers) {
  const checker = programme.getTypeChecker();
  const traducteur = new Traducteur(checker);
  const routes = {};
  for (const fichier of fichiers) {
    for (const classe of programme.getSourceFile(fichier).statements.filter(ts.isClassDeclaration)) {
      if (!decorateurs(classe).some((d) => nomme(d) === 'Controller') || decorateurs(classe).some((d) => nomme(d) === 'ApiExcludeController')) continue;
      for (const methode of classe.members.filter(ts.isMethodDeclaration)) {
        if (!decorateurs(methode).some((d) => METHODES.has(nomme(d)))) continue;
        const nom = `${classe.name.text}_${methode.name.getText()}`;
        routes[nom] = traducteur.schema(typeRendu(checker, methode), nom);
      }
    }
  }
  const tries = (objet) => Object.fromEntries(Object.entries(objet).sort(([a], [b]) => (a < b ? -1 : 1)));
  return { operations: tries(routes), schemas: tries(traducteur.schemas) };
}

/** Text of each `reponses.json` by its path, as the sources ask for today. @throws Error naming the route and the field whose type says nothing */
export function decrireReponses() {
  const { options } = ts.parseJsonConfigFileContent(ts.readConfigFile(join(racine, 'tsconfig.base.json'), ts.sys.readFile).config, ts.sys, racine);
  const groupes = new Map(globSync('services/*/app/src', { cwd: racine }).filter((d) => !d.includes('portail')).map((d) => [join(racine, d, 'reponses.json'), globSync('*.controller.ts', { cwd: join(racine, d) }).map((f) => join(racine, d, f))]));
  const plateforme = join(racine, 'libs/platform/src');
  groupes.set(join(plateforme, 'http/reponses.json'), globSync('**/*.controller.ts', { cwd: plateforme }).map((f) => join(plateforme, f)));
  const programme = ts.createProgram([...groupes.values()].flat(), { ...options, customConditions: ['source'] });
  return new Map([...groupes].map(([cible, fichiers]) => [cible, `${JSON.stringify(operations(programme, fichiers.sort()), null, 1)}\n`]));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const [cible, texte] of decrireReponses()) {
    const change = !existsSync(cible) || readFileSync(cible, 'utf8') !== texte;
    if (change && process.argv.includes('--verifier')) process.exitCode = 1;
    if (change && !process.argv.includes('--verifier')) writeFileSync(cible, texte);
    if (change) console.log(`${relative(racine, cible)} ${process.argv.includes('--verifier') ? 'ne dit plus ce que répondent les contrôleurs : node libs/platform/reponses.mjs' : 'écrit'}`);
  }
}
