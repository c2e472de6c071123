//! The tables of places.

pub mod regions {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "regions")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub code: String,
        pub name: String,
        /// Years separated by spaces.
        pub fiscal_years: String,
        pub default_fiscal_year: i32,
        #[sea_orm(column_type = "Text")]
        pub boundary_attribution: String,
        #[sea_orm(column_type = "Text")]
        pub approximate_attribution: String,
        /// SHA-256 of what was loaded last, so that the same is loaded only once.
        pub pack_digest: String,
        pub boundaries_digest: Option<String>,
        pub neighbours_digest: Option<String>,
        pub population_digest: Option<String>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub mod areas {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "areas")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub code: String,
        pub level: String,
        pub kind: String,
        pub name: String,
        pub parent_code: Option<String>,
        pub postal_code: Option<String>,
        /// Official area.
        pub square_meters: i64,
        /// A point inside, in ten-millionths of a degree.
        pub lon_e7: i32,
        pub lat_e7: i32,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub mod populations {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "populations")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub code: String,
        pub people: i64,
        pub year: i32,
        #[sea_orm(column_type = "Text")]
        pub source: String,
        /// It came with the region's own files, which replace it when they change.
        pub from_pack: bool,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub mod area_boundaries {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "area_boundaries")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub area_code: String,
        /// GeoJSON geometry in full.
        #[sea_orm(column_type = "Text")]
        pub geojson: String,
        /// GeoJSON geometry for the map.
        #[sea_orm(column_type = "Text")]
        pub simplified: String,
        pub west_e7: i32,
        pub south_e7: i32,
        pub east_e7: i32,
        pub north_e7: i32,
        pub approximate: bool,
        /// The file it came from.
        #[sea_orm(column_type = "Text")]
        pub source: String,
        #[sea_orm(column_type = "Text")]
        pub attribution: String,
        pub imported_at: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub mod neighbours {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "neighbours")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub code: String,
        pub name: String,
        #[sea_orm(column_type = "Text")]
        pub geojson: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub mod agencies {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "agencies")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub code: String,
        /// Order in the pack: of several that serve a sector the first answers for it.
        pub ordinal: i32,
        pub name: String,
        /// Wire names separated by spaces.
        pub sectors: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub mod catalog_items {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "catalog_items")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub code: String,
        /// Order in the pack.
        pub ordinal: i32,
        pub name: String,
        pub sector: String,
        pub kind: String,
        pub unit: String,
        pub agency: Option<String>,
        /// Rupiah.
        pub cost_cap: Option<i64>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub mod review_levels {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "review_levels")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub code: String,
        pub ordinal: i32,
        pub entry: String,
        pub status: String,
        pub accepts_into: Option<String>,
        pub may_return: bool,
        pub may_defer: bool,
        pub may_reassign: bool,
        pub evidence: String,
        pub role: String,
        pub name_id: String,
        pub name_en: String,
        pub expected_days: i32,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}
