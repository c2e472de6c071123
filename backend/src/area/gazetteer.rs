//! The region pack: what this regency is called, its areas, its agencies, its levels of review, its catalogue of proposals.
//!
//! Everything that is true of one regency only lives in such a folder, never in code.

use super::population::{self, PopulationRecord};
use super::proposal_catalog;
use rust_embed::RustEmbed;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};
use shared::area::{AreaCode, AreaKind, AreaLevel};
use shared::proposal::{CatalogItem, ReviewLevel, Sector, Workflow};
use shared::value::Location;
use std::collections::BTreeSet;
use std::io::ErrorKind;
use std::path::Path;

/// The packs built into the program, one folder a regency.
#[derive(RustEmbed)]
#[folder = "data/"]
struct Bundled;

/// A pack that cannot be used, and where to mend it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{file}{}: {problem}", line.map(|line| format!(", line {line}")).unwrap_or_default())]
pub struct PackError {
    /// The file inside the pack.
    pub file: String,
    /// 1-based; `None` when the problem is with the whole file.
    pub line: Option<u64>,
    /// What is wrong, in words.
    pub problem: String,
}

/// One regency's own facts, checked: every code is known, every parent exists, every enum parses.
#[derive(Debug, Clone)]
pub struct Pack {
    pub region: RegionRecord,
    /// Regency first, then districts, then villages, each by code.
    pub areas: Vec<AreaRecord>,
    /// As in the file: of several that serve a sector the first answers for it.
    pub agencies: Vec<AgencyRecord>,
    pub workflow: Workflow,
    /// Empty where the pack has none.
    pub proposal_catalog: Vec<CatalogItem>,
    /// Empty where the pack has none.
    pub populations: Vec<PopulationRecord>,
    /// SHA-256 of the files, in hexadecimal: tells whether a stored pack is this one.
    pub digest: String,
}

/// `region.toml`.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RegionRecord {
    pub code: AreaCode,
    pub name: String,
    /// Years that proposals may be made for.
    pub fiscal_years: Vec<i32>,
    pub default_fiscal_year: i32,
    /// Credit to show with imported boundaries.
    pub boundary_attribution: String,
    /// Credit to show with approximate cells.
    pub approximate_attribution: String,
}

/// A row of `areas.csv`.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct AreaRecord {
    pub code: AreaCode,
    pub level: AreaLevel,
    pub name: String,
    pub kind: AreaKind,
    pub parent: Option<AreaCode>,
    pub postal_code: Option<String>,
    /// Official area in km²; positive.
    pub km2: f64,
    lon: f64,
    lat: f64,
}

impl AreaRecord {
    /// A point inside the area.
    pub fn location(&self) -> Location {
        Location { longitude: self.lon, latitude: self.lat }
    }
}

/// A row of `agencies.csv`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AgencyRecord {
    pub code: String,
    pub name: String,
    pub sectors: Vec<Sector>,
}

#[derive(Deserialize)]
struct AgencyRow {
    code: String,
    name: String,
    /// Wire names separated by spaces.
    sectors: String,
}

impl Pack {
    /// The pack built into the program; with several, the first by name.
    ///
    /// # Errors
    /// [`PackError`] when there is none or it is broken.
    pub fn bundled() -> Result<Self, PackError> {
        let folder = Bundled::iter()
            .filter_map(|path| path.strip_suffix("/region.toml").map(str::to_owned))
            .min()
            .ok_or_else(|| whole("region.toml", "no region pack is built into this program"))?;
        Self::parse(|file| {
            let bytes = Bundled::get(&format!("{folder}/{file}"));
            let text = bytes.map(|bytes| String::from_utf8(bytes.data.into_owned())).transpose();
            text.map_err(|_| whole(file, "is not UTF-8 text"))
        })
    }

    /// The pack in a folder of its own.
    ///
    /// # Errors
    /// [`PackError`] when a file is missing or broken.
    pub fn read(folder: &Path) -> Result<Self, PackError> {
        Self::parse(|file| {
            let path = folder.join(file);
            match std::fs::read_to_string(&path) {
                Ok(text) => Ok(Some(text)),
                Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
                Err(error) => Err(whole(file, &format!("cannot read {}: {error}", path.display()))),
            }
        })
    }

    /// `load` gives a file's text, and nothing for a file that is not there.
    fn parse(load: impl Fn(&str) -> Result<Option<String>, PackError>) -> Result<Self, PackError> {
        let files = ["region.toml", "areas.csv", "agencies.csv", "review_levels.csv"]
            .map(|file| load(file)?.ok_or_else(|| whole(file, "is missing")));
        let [region, areas, agencies, levels] = files;
        let (region, areas, agencies, levels) = (region?, areas?, agencies?, levels?);
        let (catalog, population) = (load(proposal_catalog::FILE)?, load(population::FILE)?);
        let mut digest = Sha256::new();
        for text in [&region, &areas, &agencies, &levels].into_iter().chain(&catalog).chain(&population) {
            digest.update((text.len() as u64).to_be_bytes());
            digest.update(text);
        }
        let region = parse_region(&region)?;
        let agencies = parse_agencies(&agencies)?;
        let areas = parse_areas(&areas, &region.code)?;
        let known: BTreeSet<_> = areas.iter().map(|area| area.code.clone()).collect();
        let populations = population.map_or(Ok(Vec::new()), |text| population::parse(population::FILE, &text, &known))?;
        Ok(Self {
            populations,
            proposal_catalog: catalog.map_or(Ok(Vec::new()), |text| proposal_catalog::parse(&text, &agencies))?,
            areas,
            agencies,
            workflow: parse_levels(&levels)?,
            region,
            digest: digest.finalize().iter().map(|byte| format!("{byte:02x}")).collect(),
        })
    }
}

fn whole(file: &str, problem: &str) -> PackError {
    PackError { file: file.to_owned(), line: None, problem: problem.to_owned() }
}

pub(super) fn at(file: &str, line: u64, problem: String) -> PackError {
    PackError { file: file.to_owned(), line: Some(line), problem }
}

fn parse_region(text: &str) -> Result<RegionRecord, PackError> {
    const FILE: &str = "region.toml";
    let region: RegionRecord = toml::from_str(text).map_err(|error| {
        let line = error.span().map(|span| text[..span.start].matches('\n').count() as u64 + 1);
        PackError { file: FILE.to_owned(), line, problem: error.message().to_owned() }
    })?;
    if region.code.level() != AreaLevel::Regency {
        return Err(whole(FILE, &format!("code {} is not a regency's", region.code)));
    }
    if !region.fiscal_years.contains(&region.default_fiscal_year) {
        return Err(whole(FILE, &format!("default_fiscal_year {} is not among fiscal_years", region.default_fiscal_year)));
    }
    Ok(region)
}

fn parse_areas(text: &str, regency: &AreaCode) -> Result<Vec<AreaRecord>, PackError> {
    const FILE: &str = "areas.csv";
    let mut rows: Vec<(u64, AreaRecord)> = read_rows(FILE, text)?;
    rows.sort_by(|(_, a), (_, b)| (a.level, &a.code).cmp(&(b.level, &b.code)));
    let mut known = BTreeSet::new();
    for (line, area) in &rows {
        let fail = |problem: String| Err(at(FILE, *line, format!("{}: {problem}", area.code)));
        if area.level != area.code.level() || area.level != area.kind.level() {
            return fail(format!("level {} does not fit the code or the kind {}", area.level, area.kind));
        }
        if !regency.contains(&area.code) {
            return fail(format!("lies outside {regency}"));
        }
        if area.parent != area.code.parent() {
            return fail("parent is not the code one level up".to_owned());
        }
        if let Some(parent) = area.parent.as_ref().filter(|parent| !known.contains(*parent)) {
            return fail(format!("parent {parent} is not in the file"));
        }
        if !(area.km2.is_finite() && area.km2 > 0.0) {
            return fail(format!("km2 {} is not a positive number", area.km2));
        }
        if Location::new(area.lon, area.lat).is_err() {
            return fail(format!("lon {}, lat {} is not a place in degrees", area.lon, area.lat));
        }
        if !known.insert(area.code.clone()) {
            return fail("appears twice".to_owned());
        }
    }
    if !known.contains(regency) {
        return Err(whole(FILE, &format!("the regency {regency} itself is missing")));
    }
    Ok(rows.into_iter().map(|(_, area)| area).collect())
}

fn parse_agencies(text: &str) -> Result<Vec<AgencyRecord>, PackError> {
    const FILE: &str = "agencies.csv";
    let (mut agencies, mut known) = (Vec::new(), BTreeSet::new());
    for (line, row) in read_rows::<AgencyRow>(FILE, text)? {
        let sector = |name: &str| name.parse().map_err(|_| at(FILE, line, format!("{}: '{name}' is not a sector", row.code)));
        let sectors = row.sectors.split_whitespace().map(sector).collect::<Result<_, _>>()?;
        if !known.insert(row.code.clone()) {
            return Err(at(FILE, line, format!("{} appears twice", row.code)));
        }
        agencies.push(AgencyRecord { code: row.code, name: row.name, sectors });
    }
    Ok(agencies)
}

fn parse_levels(text: &str) -> Result<Workflow, PackError> {
    const FILE: &str = "review_levels.csv";
    let mut levels = Vec::new();
    for (line, level) in read_rows::<ReviewLevel>(FILE, text)? {
        if level.expected_days < 1 {
            return Err(at(FILE, line, format!("{}: expected_days must be positive", level.code)));
        }
        levels.push(level);
    }
    Workflow::new(levels).map_err(|problem| whole(FILE, &problem))
}

/// Rows of a CSV file with a header, each with its line. A line that begins with `#` is a remark.
pub(super) fn read_rows<T: DeserializeOwned>(file: &str, text: &str) -> Result<Vec<(u64, T)>, PackError> {
    let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).comment(Some(b'#')).from_reader(text.as_bytes());
    let headers = reader.headers().map_err(|error| whole(file, &error.to_string()))?.clone();
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|error| {
            let line = error.position().map(csv::Position::line);
            PackError { file: file.to_owned(), line, problem: error.to_string() }
        })?;
        let line = record.position().map_or(0, csv::Position::line);
        let row = record.deserialize(Some(&headers)).map_err(|error| at(file, line, describe(&error, &headers)))?;
        rows.push((line, row));
    }
    Ok(rows)
}

/// The column and what is wrong with it, when CSV's own error knows.
fn describe(error: &csv::Error, headers: &csv::StringRecord) -> String {
    match error.kind() {
        csv::ErrorKind::Deserialize { err, .. } => {
            let column = err.field().and_then(|field| headers.get(field as usize));
            match column {
                Some(column) => format!("column {column}: {}", err.kind()),
                None => err.kind().to_string(),
            }
        }
        _ => error.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared::proposal::Status;

    const REGION: &str = "code = \"11.01\"\nname = \"Kabupaten Contoh\"\nfiscal_years = [2030]\ndefault_fiscal_year = 2030\nboundary_attribution = \"a\"\napproximate_attribution = \"b\"\n";
    const AREAS: &str = "code,level,name,kind,parent,postal_code,km2,lon,lat\n11.01,REGENCY,Contoh,KABUPATEN,,,9,97.1,3.1\n11.01.01,DISTRICT,Satu,KECAMATAN,11.01,,9,97.1,3.1\n11.01.01.2001,VILLAGE,Desa,DESA,11.01.01,12345,9,97.1,3.1\n";
    const AGENCIES: &str = "code,name,sectors\ndpu,Dinas Pekerjaan Umum,INFRASTRUCTURE ENVIRONMENT\n";
    const LEVELS: &str = "code,ordinal,entry,status,accepts_into,may_return,may_defer,may_reassign,evidence,role,name_id,name_en,expected_days\nDESA,1,SUBMITTED,DESA_REVIEW,IN_RKPDES,true,false,false,MINUTES,VILLAGE_OPERATOR,Desa,Village,14\n";

    const CATALOG: &str =
        "# Contoh\ncode,name,sector,kind,unit,agency,cost_cap\nINF-01,Rabat beton,INFRASTRUCTURE,PHYSICAL,METER,dpu,250000000\n";

    const POPULATION: &str = "code,people,year,source\n11.01,1000,2029,Dukcapil\n";

    fn pack_with(file: &str, text: &str) -> Result<Pack, PackError> {
        Pack::parse(|name| {
            let own = if name == file { Some(text) } else { None };
            Ok(own
                .unwrap_or(match name {
                    "region.toml" => REGION,
                    "areas.csv" => AREAS,
                    "agencies.csv" => AGENCIES,
                    "review_levels.csv" => LEVELS,
                    "population.csv" => POPULATION,
                    _ => CATALOG,
                })
                .to_owned())
            .map(|text| Some(text).filter(|text| !text.is_empty()))
        })
    }

    #[test]
    fn another_regency_is_just_another_folder() {
        let pack = pack_with("", "").unwrap();
        assert_eq!(pack.region.name, "Kabupaten Contoh");
        assert_eq!(pack.areas.len(), 3);
        assert_eq!(pack.agencies[0].sectors, [Sector::Infrastructure, Sector::Environment]);
        assert_eq!(pack.workflow.levels()[0].accepts_into, Some(Status::InRkpdes));
        assert_eq!(pack.proposal_catalog[0].code, "INF-01");
        assert_eq!(pack.populations[0].people, 1000);
        assert_eq!(pack_with("population.csv", "").unwrap().populations, [], "a regency may have none");
        assert_eq!(pack_with("proposal_catalog.csv", "").unwrap().proposal_catalog, [], "a regency may have none");
    }

    #[test]
    fn the_bundled_pack_is_whole() {
        let pack = Pack::bundled().unwrap();
        let count = |level| pack.areas.iter().filter(|area| area.level == level).count();
        assert_eq!((count(AreaLevel::Regency), count(AreaLevel::District), count(AreaLevel::Village)), (1, 27, 331));
        let served: BTreeSet<_> = pack.agencies.iter().flat_map(|agency| &agency.sectors).collect();
        assert_eq!(served.len(), Sector::ALL.len(), "every sector has an agency");
        let catalogued: BTreeSet<_> = pack.proposal_catalog.iter().map(|item| item.sector).collect();
        assert_eq!(catalogued.len(), Sector::ALL.len(), "every sector has an item");
        let unnamed = |workflow: &Workflow| -> Vec<ReviewLevel> {
            let blank = |level: &ReviewLevel| ReviewLevel {
                name_id: String::new(),
                name_en: String::new(),
                expected_days: 1,
                ..level.clone()
            };
            workflow.levels().iter().map(blank).collect()
        };
        assert_eq!(unnamed(&pack.workflow), unnamed(&Workflow::default()), "the levels of the national cycle");
        let names: BTreeSet<_> =
            pack.areas.iter().filter(|area| area.level == AreaLevel::District).map(|area| &area.name).collect();
        assert!(names.iter().any(|name| *name == "Cilongok"));
    }

    #[test]
    fn a_broken_pack_names_file_line_and_problem() {
        let villages = |row: &str| AREAS.replace("11.01.01.2001,VILLAGE,Desa,DESA,11.01.01,12345,9,97.1,3.1", row);
        for (file, text, line, words) in [
            ("region.toml", REGION.replace("[2030]", "[2031]"), None, "not among fiscal_years"),
            ("region.toml", REGION.replace("name =", "nama ="), Some(2), "nama"),
            ("areas.csv", villages("11.01.01.2001,VILLAGE,Desa,DESA,11.01.01,12345,sembilan,97.1,3.1"), Some(4), "column km2"),
            ("areas.csv", villages("11.01.01.2001,VILLAGE,Desa,DESA,11.01.01,12345,9,197.1,3.1"), Some(4), "not a place"),
            ("areas.csv", villages("11.01.02.2001,VILLAGE,Desa,DESA,11.01.02,12345,9,97.1,3.1"), Some(4), "parent 11.01.02"),
            ("areas.csv", villages("11.01.01,DISTRICT,Satu,KECAMATAN,11.01,,9,97.1,3.1"), Some(4), "appears twice"),
            ("areas.csv", villages("11.01.01.2001,DISTRICT,Desa,DESA,11.01.01,,9,97.1,3.1"), Some(4), "does not fit"),
            ("areas.csv", villages("11.01.01.2001,VILLAGE"), Some(4), "2 fields"),
            ("agencies.csv", AGENCIES.replace("ENVIRONMENT", "LINGKUNGAN"), Some(2), "'LINGKUNGAN' is not a sector"),
            ("review_levels.csv", LEVELS.replace("DESA_REVIEW", "DESA"), Some(2), "unknown variant `DESA`"),
            ("review_levels.csv", LEVELS.lines().next().unwrap().to_owned(), None, "at least one review level"),
            ("review_levels.csv", LEVELS.replace(",14", ",0"), Some(2), "expected_days"),
            ("agencies.csv", String::new(), None, "is missing"),
            ("population.csv", POPULATION.replace("11.01", "11.02"), Some(2), "is no area of this regency"),
            ("proposal_catalog.csv", CATALOG.replace("METER", "METERS"), Some(3), "unknown variant `METERS`"),
            ("proposal_catalog.csv", CATALOG.replace("dpu", "dpr"), Some(3), "agency dpr is not in agencies.csv"),
            ("proposal_catalog.csv", CATALOG.replace("250000000", "-1"), Some(3), "cost_cap"),
            ("proposal_catalog.csv", format!("{CATALOG}{}", CATALOG.lines().last().unwrap()), Some(4), "appears twice"),
        ] {
            let error = pack_with(file, &text).unwrap_err();
            assert_eq!((error.file.as_str(), error.line), (file, line), "{error}");
            assert!(error.problem.contains(words), "{error}");
        }
    }
}
