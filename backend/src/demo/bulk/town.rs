//! Who lives and works in the regency: villages by how many people they have, residents and officials as they turn up.

use super::super::content::{Content, Place};
use super::super::dice::Dice;
use super::super::ground::Clearing;
use super::super::population;
#[cfg(test)]
use super::Told;
use super::later::Pending;
use super::store::Rows;
use crate::access::service::{RoleGrant, account_event, parse_office, role_event};
use crate::access::store::{Grant, NewAccount};
use crate::area::catalogue::{Area, Catalogue};
use crate::error::AppError;
use crate::journal::EventKind;
use crate::platform::ids::IdSource;
use chrono::{DateTime, Utc};
use shared::access::{Actor, Office, Role};
use shared::area::{AreaCode, AreaLevel};
use shared::i18n::Lang;
use shared::value::{AccountId, Contact, GrantId};
use std::collections::HashMap;

/// How often somebody proposes for the first time, rather than somebody who has before.
const NEWCOMERS: f64 = 0.25;
/// How often somebody makes an account only to support.
const PASSERS_BY: f64 = 0.04;
/// Where supporters come from: the village itself, its district, or anywhere in the regency.
const NEIGHBOURS: [f64; 2] = [0.7, 0.9];
/// How unequally villages take part, beside their size.
const ZEAL: f64 = 0.7;

pub struct Village {
    pub area: Area,
    pub place: Place,
    district: usize,
    pub clearings: Vec<Clearing>,
    /// Everybody who lives there, by number.
    residents: Vec<u32>,
    /// Who has proposed, as often as they have: who did will again.
    proposers: Vec<u32>,
}

pub struct Town {
    pub areas: std::sync::Arc<Catalogue>,
    pub villages: Vec<Village>,
    /// The weights of the villages up to each one.
    reach: Vec<f64>,
    districts: Vec<Vec<usize>>,
    people: Vec<AccountId>,
    officials: HashMap<(Role, String), Actor>,
    password_hash: String,
}

impl Town {
    /// Of the officials who are there already.
    pub fn new(
        areas: std::sync::Arc<Catalogue>,
        content: &Content,
        officials: &[Actor],
        password_hash: String,
        dice: &Dice,
    ) -> Self {
        let mut districts: Vec<(AreaCode, Vec<usize>)> = Vec::new();
        let (mut villages, mut reach, mut total) = (Vec::new(), Vec::new(), 0.0);
        for area in areas.areas().iter().filter(|area| area.level == AreaLevel::Village) {
            let Some(code) = area.code.parent() else { continue };
            if districts.last().is_none_or(|(last, _)| *last != code) {
                districts.push((code, Vec::new()));
            }
            let district = districts.len() - 1;
            districts[district].1.push(villages.len());
            let zeal: f64 = (0..6).map(|_| dice.fraction() - 0.5).sum::<f64>() * ZEAL * 1.41;
            total += population::weight(area) * zeal.exp();
            reach.push(total);
            villages.push(Village {
                place: place(content, area, dice),
                area: area.clone(),
                district,
                clearings: Vec::new(),
                residents: Vec::new(),
                proposers: Vec::new(),
            });
        }
        let mut held = HashMap::new();
        for actor in officials {
            for office in &actor.offices {
                held.entry((office.role, bound_to(office))).or_insert_with(|| actor.clone());
            }
        }
        let districts = districts.into_iter().map(|(_, villages)| villages).collect();
        Self { areas, villages, reach, districts, people: Vec::new(), officials: held, password_hash }
    }

    /// A village, the more people the likelier.
    pub fn any_village(&self, dice: &Dice) -> usize {
        let wanted = dice.fraction() * self.reach.last().copied().unwrap_or_default();
        self.reach.partition_point(|reach| *reach <= wanted).min(self.villages.len() - 1)
    }

    /// Looks for room in the village, once.
    pub fn survey(&mut self, village: usize, dice: &Dice) {
        let village = &mut self.villages[village];
        if village.clearings.is_empty() {
            village.clearings = Clearing::some(&self.areas, &village.area, dice);
        }
    }

    pub fn person(&self, number: u32) -> AccountId {
        self.people[number as usize]
    }

    /// Who proposes something in the village: few have many wishes.
    pub fn proposer(&mut self, village: usize, makes: &mut Makes<'_>) -> Result<u32, AppError> {
        let known = dice_pick(&self.villages[village].proposers, makes.dice).filter(|_| !makes.dice.happens(NEWCOMERS));
        let person = match known {
            Some(person) => person,
            None => self.newcomer(village, makes)?,
        };
        self.villages[village].proposers.push(person);
        Ok(person)
    }

    /// Somebody who may support a proposal of the village.
    pub fn supporter(&mut self, village: usize, makes: &mut Makes<'_>) -> Result<u32, AppError> {
        if makes.dice.happens(PASSERS_BY) {
            return self.newcomer(village, makes);
        }
        let drawn = makes.dice.fraction();
        let from = if drawn < NEIGHBOURS[0] {
            village
        } else if drawn < NEIGHBOURS[1] {
            makes.dice.pick(&self.districts[self.villages[village].district]).copied().unwrap_or(village)
        } else {
            self.any_village(makes.dice)
        };
        match dice_pick(&self.villages[from].residents, makes.dice) {
            Some(person) => Ok(person),
            None => self.newcomer(from, makes),
        }
    }

    /// Somebody who makes an account.
    pub fn newcomer(&mut self, village: usize, makes: &mut Makes<'_>) -> Result<u32, AppError> {
        let home = self.villages[village].area.code.clone();
        let number = u32::try_from(self.people.len()).map_err(AppError::internal)?;
        self.open_account(Some(home), makes)?;
        self.villages[village].residents.push(number);
        Ok(number)
    }

    fn open_account(&mut self, home_area: Option<AreaCode>, makes: &mut Makes<'_>) -> Result<AccountId, AppError> {
        let id = AccountId(makes.ids.uuid_at(makes.at));
        let word = |words: &[String]| makes.dice.pick(words).cloned().unwrap_or_default();
        let (given, family) = (word(&makes.content.crowd.given), word(&makes.content.crowd.family));
        let contact = format!("{}.{}@contoh.rembug", given.to_lowercase(), self.people.len() + 1);
        let account = NewAccount {
            id,
            display_name: format!("{given} {family}"),
            contact: Contact::parse(&contact).map_err(|code| AppError::damaged(format!("{contact}: {code}")))?,
            password_hash: self.password_hash.clone(),
            language: Lang::Id,
            home_area,
            created_at: makes.at,
            sample: true,
        };
        #[cfg(test)]
        makes.told(Told::SignUp { account: id, contact, name: account.display_name.clone(), home: account.home_area.clone() });
        makes.rows.add_account(account);
        makes.happens(makes.at, account_event(id));
        self.people.push(id);
        Ok(id)
    }

    /// Who holds the office, which is filled when it is needed first.
    ///
    /// # Errors
    /// `INTERNAL` when there can be no such office.
    pub fn official(&mut self, role: Role, bound: &str, makes: &mut Makes<'_>) -> Result<&Actor, AppError> {
        let key = (role, bound.to_owned());
        if !self.officials.contains_key(&key) {
            let agency = (role == Role::AgencyOfficer).then(|| bound.to_owned());
            let area = agency.is_none().then(|| bound.to_owned());
            let account = self.open_account(None, makes)?;
            let form = RoleGrant { account, role, area, agency, office_title: None };
            let office = parse_office(&self.areas, GrantId(makes.ids.uuid_at(makes.at)), &form)?;
            #[cfg(test)]
            makes.told(Told::Granted(form));
            makes.happens(makes.at, role_event(EventKind::RoleGranted, account, &office, &Actor::anonymous()));
            makes.rows.add_grant(&Grant { account, office: office.clone(), granted_at: makes.at });
            self.officials.insert(key.clone(), Actor::person(account, vec![office]));
        }
        self.officials.get(&key).ok_or_else(|| AppError::damaged("an office that was just filled"))
    }
}

fn bound_to(office: &Office) -> String {
    office.agency.clone().or_else(|| office.area.as_ref().map(ToString::to_string)).unwrap_or_default()
}

fn dice_pick(people: &[u32], dice: &Dice) -> Option<u32> {
    dice.pick(people).copied()
}

/// The hamlets of a village: those written down, or some common names.
fn place(content: &Content, area: &Area, dice: &Dice) -> Place {
    let known = content.places.iter().find(|place| place.village == area.code.as_str());
    let hamlets = known
        .map(|place| place.hamlets.clone())
        .unwrap_or_else(|| (0..dice.stepped([3, 5, 1])).filter_map(|_| dice.pick(&content.crowd.hamlets).cloned()).collect());
    Place { village: area.code.to_string(), weight: 1, hamlets }
}

/// What is made at one moment, and with what.
pub struct Makes<'a> {
    pub content: &'a Content,
    pub dice: &'a Dice,
    pub ids: &'a dyn IdSource,
    /// When what turns up now turned up.
    pub at: DateTime<Utc>,
    pub rows: &'a mut Rows,
    pub events: &'a mut Vec<Pending>,
    /// Of the events that happen at the same time, which comes first.
    pub order: &'a mut u64,
    #[cfg(test)]
    pub script: &'a mut Vec<(DateTime<Utc>, u64, Told)>,
}

impl Makes<'_> {
    pub fn happens(&mut self, at: DateTime<Utc>, event: crate::journal::Event) {
        *self.order += 1;
        self.events.push(Pending { at: at.timestamp_millis(), order: *self.order, event });
    }

    /// What a person did, for a test to do it again.
    #[cfg(test)]
    pub fn told(&mut self, told: Told) {
        self.told_at(self.at, told);
    }

    #[cfg(test)]
    pub fn told_at(&mut self, at: DateTime<Utc>, told: Told) {
        self.script.push((at, *self.order + 1, told));
    }
}
