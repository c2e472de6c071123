//! What a new plan begins with: headings that ask the right questions, and aims that can be measured.

use super::content::{Activity, Content, Indicator, Objective, RowId, Section};
use super::stage::Template;

/// A heading, and the question that its text answers.
type Chapter = (&'static str, &'static str);
/// Name, unit and where the number comes from.
type Measure = (&'static str, &'static str, &'static str);

struct Outline {
    chapters: &'static [Chapter],
    objectives: &'static [&'static str],
    indicators: &'static [Measure],
    activities: &'static [&'static str],
}

const BLANK: Outline = Outline {
    chapters: &[("Latar belakang", "Apa yang terjadi sekarang, dan siapa yang merasakannya?")],
    objectives: &[],
    indicators: &[],
    activities: &[],
};

const SMALL_INFRASTRUCTURE: Outline = Outline {
    chapters: &[
        (
            "Latar belakang",
            "Bagaimana keadaan jalan, jembatan, saluran, atau bangunan itu sekarang? Siapa yang terganggu, dan kapan?",
        ),
        ("Lokasi dan lahan", "Di mana tepatnya pekerjaan dilakukan? Milik siapa lahannya, dan apa bukti persetujuannya?"),
        ("Uraian pekerjaan", "Apa yang dibangun atau diperbaiki: panjang, lebar, tebal, dan bahannya?"),
        ("Pelaksanaan dan swadaya", "Siapa yang mengerjakan? Berapa tenaga dan bahan yang disumbangkan warga?"),
        ("Pemeliharaan", "Siapa yang merawat setelah selesai, seberapa sering, dan dari mana biayanya?"),
    ],
    objectives: &[
        "Akses warga ke sekolah, pasar, dan layanan kesehatan aman sepanjang tahun.",
        "Bangunan dapat dipakai paling sedikit sepuluh tahun dengan pemeliharaan oleh warga.",
        "Warga setempat terlibat sebagai pekerja dan pengawas.",
    ],
    indicators: &[
        ("Panjang atau luas yang selesai sesuai mutu", "m", "Berita acara serah terima"),
        ("Warga yang memakai setiap hari", "orang", "Hitungan di lapangan selama satu minggu"),
        ("Hari tanpa akses karena rusak atau banjir", "hari per tahun", "Catatan RT"),
    ],
    activities: &["Pengukuran dan gambar kerja", "Pengadaan bahan", "Pekerjaan fisik", "Serah terima"],
};

const LOCAL_ECONOMY: Outline = Outline {
    chapters: &[
        ("Latar belakang", "Usaha apa yang sudah ada, siapa pelakunya, dan apa yang menghambatnya?"),
        ("Pasar dan pembeli", "Siapa yang membeli, di mana, dengan harga berapa, dan siapa pesaingnya?"),
        ("Kegiatan", "Pelatihan, alat, modal, atau pemasaran apa yang dilakukan, dan untuk siapa?"),
        (
            "Pengelola dan pembagian hasil",
            "Siapa yang mengelola: BUMDes, koperasi, atau kelompok? Bagaimana hasil dan kerugian dibagi?",
        ),
        ("Risiko", "Apa yang dapat menggagalkan usaha ini, dan apa yang dilakukan bila itu terjadi?"),
    ],
    objectives: &[
        "Pendapatan keluarga pelaku usaha bertambah.",
        "Produk memenuhi syarat mutu dan perizinan untuk dijual di luar desa.",
        "Perempuan dan pemuda ikut mengelola dan menikmati hasilnya.",
    ],
    indicators: &[
        ("Pendapatan bersih rata-rata pelaku usaha", "rupiah per bulan", "Pembukuan kelompok"),
        ("Pelaku usaha yang masih aktif setelah satu tahun", "orang", "Daftar anggota"),
        ("Produk dengan izin edar atau sertifikat halal", "produk", "Salinan izin"),
    ],
    activities: &["Pendataan pelaku usaha", "Pelatihan", "Pengadaan alat", "Pemasaran dan pendampingan"],
};

const EDUCATION: Outline = Outline {
    chapters: &[
        ("Latar belakang", "Anak atau warga mana yang belum terlayani, dan mengapa? Berapa jumlahnya?"),
        ("Sasaran", "Siapa yang ikut: usia, dusun, dan cara memilihnya?"),
        ("Kegiatan belajar", "Apa yang dipelajari, oleh siapa diajarkan, berapa kali seminggu, dan di mana?"),
        ("Sarana", "Ruang, buku, alat, dan jaringan apa yang sudah ada, dan apa yang kurang?"),
        ("Keberlanjutan", "Siapa yang meneruskan setelah dana habis?"),
    ],
    objectives: &[
        "Tidak ada anak usia sekolah yang putus sekolah.",
        "Anak usia dini memperoleh layanan yang dapat dijangkau dengan berjalan kaki.",
        "Kemampuan membaca dan berhitung peserta meningkat.",
    ],
    indicators: &[
        ("Anak usia sekolah yang tidak bersekolah", "anak", "Pendataan dusun dan data sekolah"),
        ("Peserta yang hadir paling sedikit 80 persen pertemuan", "orang", "Daftar hadir"),
        ("Peserta yang lulus penilaian akhir", "persen", "Hasil penilaian"),
    ],
    activities: &["Pendataan peserta", "Penyiapan tempat dan pengajar", "Kegiatan belajar", "Penilaian"],
};

const HEALTH_ENVIRONMENT: Outline = Outline {
    chapters: &[
        ("Latar belakang", "Penyakit, sampah, air, atau bencana apa yang dihadapi? Sejak kapan, dan di dusun mana?"),
        ("Kelompok yang paling terdampak", "Bagaimana keadaan balita, ibu hamil, lansia, dan penyandang disabilitas?"),
        ("Kegiatan", "Apa yang dilakukan untuk mencegah, melayani, dan memulihkan?"),
        ("Kader dan mitra", "Siapa kadernya? Apa peran puskesmas, sekolah, dan dinas?"),
        ("Pemantauan", "Apa yang diukur, oleh siapa, dan seberapa sering?"),
    ],
    objectives: &[
        "Balita tumbuh sesuai usia dan ibu hamil memeriksakan diri secara teratur.",
        "Setiap rumah memakai air bersih dan jamban sehat.",
        "Sampah dipilah di rumah dan tidak dibakar atau dibuang ke sungai.",
    ],
    indicators: &[
        ("Balita dengan tinggi di bawah standar usianya", "persen", "Penimbangan di posyandu"),
        ("Rumah dengan air bersih dan jamban sehat", "rumah", "Pendataan kader"),
        ("Sampah yang terkelola", "kilogram per minggu", "Catatan bank sampah"),
    ],
    activities: &["Pendataan rumah tangga", "Pelatihan kader", "Kegiatan bersama warga", "Pemantauan"],
};

const fn outline(template: Template) -> &'static Outline {
    match template {
        Template::Blank => &BLANK,
        Template::SmallInfrastructure => &SMALL_INFRASTRUCTURE,
        Template::LocalEconomy => &LOCAL_ECONOMY,
        Template::Education => &EDUCATION,
        Template::HealthEnvironment => &HEALTH_ENVIRONMENT,
    }
}

/// The content of a template, in Indonesian as plans are written; `id` gives each row its name.
pub fn content(template: Template, title: &str, mut id: impl FnMut() -> RowId) -> Content {
    let outline = outline(template);
    Content {
        title: title.to_owned(),
        sections: outline
            .chapters
            .iter()
            .map(|(heading, question)| Section { id: id(), heading: (*heading).into(), body: (*question).into() })
            .collect(),
        objectives: outline.objectives.iter().map(|text| Objective { id: id(), text: (*text).into() }).collect(),
        indicators: outline
            .indicators
            .iter()
            .map(|(name, unit, source)| Indicator {
                id: id(),
                name: (*name).into(),
                unit: (*unit).into(),
                source: (*source).into(),
                ..Indicator::default()
            })
            .collect(),
        activities: outline
            .activities
            .iter()
            .map(|name| Activity { id: id(), name: (*name).into(), ..Activity::default() })
            .collect(),
        ..Content::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    #[test]
    fn every_template_but_the_blank_one_asks_and_measures() {
        for template in Template::ALL {
            let mut next = 0;
            let made = content(*template, "Judul", || {
                next += 1;
                Uuid::from_u128(next)
            });
            assert_eq!(made.title, "Judul");
            assert!(!made.sections.is_empty(), "{template}");
            let full = *template != Template::Blank;
            assert_eq!(made.objectives.len() >= 2 && made.indicators.len() >= 2, full, "{template}");
        }
    }
}
