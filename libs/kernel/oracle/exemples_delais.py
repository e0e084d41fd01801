"""Independent oracle of the legal calendar: writes src/exemples-delais.csv.

Run again (Python 3.11 or later, in any virtual environment):
    pip install python-dateutil==2.9.0.post0 holidays==0.109 workalendar==17.0.0
    python libs/kernel/oracle/exemples_delais.py

Months and years come from dateutil.relativedelta, jours ouvrables from a dateutil.rrule set, public holidays from
`holidays` (checked against `workalendar` and `dateutil.easter` where they know the place). Nothing is read from the
TypeScript side and nothing is drawn at random: the same versions write the same file.

Columns: famille;depart;n;departement;attendu. For `ferie`, `attendu` is oui or non and n is empty.
"""
from datetime import date, timedelta
from functools import cache
from itertools import cycle
from pathlib import Path

import holidays
from dateutil.easter import easter
from dateutil.relativedelta import relativedelta
from dateutil.rrule import DAILY, FR, MO, SA, TH, TU, WE, rrule, rruleset
from workalendar.europe import France
from workalendar.europe.france import FranceAlsaceMoselle

ANNEES = range(2008, 2031)
SUBDIVISIONS = {"57": "57", "67": "6AE", "68": "6AE", "971": "971", "972": "972", "973": "973", "974": "974",
                "975": "PM", "976": "976", "977": "BL", "978": "MF"}
DEPARTEMENTS = ["75", "57", "971", "67", "972", "2A", "68", "973", "974", "13", "976", "977", "978", "975"]
# Local customs that the Labour Code does not list among public holidays (L.3133-1, L.3422-2).
COUTUMES = {"971": {"Vendredi saint", "Mi-Carême", "Fête de Victor Schoelcher"}, "972": {"Fête de Victor Schoelcher"},
            "978": {"Fête de Victor Schoelcher"}}


def incertain(departement: str, annee: int) -> bool:
    """978 from 2012 to 2017: the library says 28 May, the decree of 2012 says 27 May. Kept out."""
    return departement == "978" and 2012 <= annee <= 2017


@cache
def feries(annee: int, departement: str) -> dict[date, str]:
    coutumes = COUTUMES.get(departement, set())
    brut = holidays.country_holidays("FR", subdiv=SUBDIVISIONS.get(departement), years=annee, language="fr")
    return {j: nom for j, nom in sorted(brut.items()) if not set(nom.split("; ")) <= coutumes}


def est_ferie(jour: date, departement: str) -> bool:
    return jour in feries(jour.year, departement)


def reporter(jour: date, departement: str) -> date:
    return next(j for j in (jour + timedelta(days=k) for k in range(30))
                if j.isoweekday() < 6 and not est_ferie(j, departement))


def ouvrables(depart: date, n: int, departement: str) -> date:
    ensemble = rruleset()
    ensemble.rrule(rrule(DAILY, dtstart=depart + relativedelta(days=1), byweekday=(MO, TU, WE, TH, FR, SA), count=n + 60))
    for annee in (depart.year, depart.year + 1):
        for jour in feries(annee, departement):
            ensemble.exdate(rrule(DAILY, dtstart=jour, count=1)[0])
    return ensemble[n - 1].date()


TERMES = {
    "jours": lambda d, n: d + relativedelta(days=n),
    "jours francs": lambda d, n: max(rrule(DAILY, dtstart=d + relativedelta(days=1), count=n)).date() + relativedelta(days=1),
    "mois": lambda d, n: d + relativedelta(months=n),
    "ans": lambda d, n: d + relativedelta(years=n),
}


def attendu(famille: str, depart: date, n: int, departement: str) -> date:
    if famille == "jours ouvrables":
        return ouvrables(depart, n, departement)
    return reporter(TERMES[famille](depart, n), departement)


def exemples():
    longueurs = {f: cycle(l) for f, l in {"jours francs": (10, 4, 20, 30, 60, 90, 70, 100, 110, 120, 40), "jours": (15, 10, 20, 30, 8, 21)}.items()}
    lieux = cycle(DEPARTEMENTS)
    for annee in ANNEES:
        # Ends that fall on a public holiday of the place, and around it.
        for famille, combien in (("jours francs", 6), ("jours", 4)):
            for rang in range(combien):
                lieu = next(lieux)
                fete = list(feries(annee, lieu))[(annee + 3 * rang) % len(feries(annee, lieu))]
                n = next(longueurs[famille])
                yield famille, fete - timedelta(days=n + (famille == "jours francs") + (rang == 2) - (rang == 3)), n, lieu
        for mois, jour, n in ((1, 31, 1), (12, 31, 2), (8, 31, 6), (2, 28, 4), (11, 30, 3)):
            yield "mois", date(annee, mois, jour), n, next(lieux)
        for depart, n in ((easter(annee) - timedelta(days=6), 14), (date(annee, 4, 28), 20), (date(annee, 12, 20), 10)):
            yield "jours ouvrables", depart, n, next(lieux)
        yield "ans", date(annee, 2, 28) + timedelta(days=1), 3 if annee % 2 else 5, next(lieux)
        if annee % 4 == 0:
            for famille, n in (("mois", 12), ("ans", 1), ("ans", 4), ("jours", 366), ("jours francs", 30)):
                yield famille, date(annee, 2, 29), n, next(lieux)
            yield "jours francs", date(annee, 2, 27), 2, next(lieux)


def exemples_feries():
    for annee in ANNEES:
        paques = easter(annee)
        locaux = [paques - timedelta(days=2), paques + timedelta(days=1), date(annee, 12, 26), date(annee, 5, 27), date(annee, 5, 22),
                  date(annee, 6, 10), date(annee, 12, 20), date(annee, 4, 27), date(annee, 10, 9), date(annee, 5, 28)]
        for rang, jour in enumerate(locaux):
            porteurs = [d for d in DEPARTEMENTS if est_ferie(jour, d)]
            for lieu in {porteurs[annee % len(porteurs)] if porteurs else "75", DEPARTEMENTS[(annee + rang) % len(DEPARTEMENTS)]}:
                yield jour, lieu


def recouper() -> None:
    for annee in ANNEES:
        for calendrier, lieu in ((France(), "75"), (FranceAlsaceMoselle(), "67")):
            assert {j for j, _ in calendrier.holidays(annee)} == set(feries(annee, lieu)), (annee, lieu)


def ecrire() -> None:
    lignes = set()
    for famille, depart, n, lieu in exemples():
        fin = attendu(famille, depart, n, lieu)
        if not any(incertain(lieu, a) for a in range(depart.year, fin.year + 1)):
            lignes.add(f"{famille};{depart};{n};{lieu};{fin}")
    for jour, lieu in exemples_feries():
        if not incertain(lieu, jour.year):
            lignes.add(f"ferie;{jour};;{lieu};{'oui' if est_ferie(jour, lieu) else 'non'}")
    sortie = Path(__file__).parents[1] / "src" / "exemples-delais.csv"
    sortie.write_text("famille;depart;n;departement;attendu\n" + "\n".join(sorted(lignes)) + "\n", encoding="utf-8")


if __name__ == "__main__":
    recouper()
    ecrire()
