"""Catalogue: the lists that officers choose from, each value with the words that are read."""

from __future__ import annotations

from typing import Final

#: (value, words), in the order in which they are offered.
Choices = tuple[tuple[str, str], ...]

GROUNDS: Final[Choices] = (
    ("below_standard", "Diduga tidak sesuai standar"),
    ("duty_neglected", "Diduga mengabaikan kewajiban"),
    ("prohibition_broken", "Diduga melanggar larangan"),
)
#: What UU 25/2009 forbids those who serve.
PROHIBITIONS: Final[Choices] = (
    ("double_office", "Merangkap sebagai komisaris atau pengurus organisasi usaha"),
    ("leaving_duty", "Meninggalkan tugas dan kewajiban"),
    ("adding_staff", "Menambah pelaksana tanpa persetujuan penyelenggara"),
    ("agreements", "Membuat perjanjian kerja sama tanpa persetujuan penyelenggara"),
    ("principles", "Melanggar asas penyelenggaraan pelayanan publik"),
)
#: How those who serve are to behave, by the same act.
CONDUCT: Final[Choices] = (
    ("fair", "Adil dan tidak diskriminatif"),
    ("careful", "Cermat"),
    ("courteous", "Santun dan ramah"),
    ("firm", "Tegas, andal, tanpa keputusan yang berlarut-larut"),
    ("professional", "Profesional"),
    ("not_difficult", "Tidak mempersulit"),
    ("obedient", "Patuh pada perintah atasan yang sah dan wajar"),
    ("integrity", "Menjunjung akuntabilitas dan integritas"),
    ("discreet", "Tidak membocorkan yang harus dirahasiakan"),
    ("open", "Terbuka, menghindari benturan kepentingan"),
    ("facilities", "Tidak menyalahgunakan sarana dan fasilitas"),
    ("truthful", "Tidak memberi informasi yang salah atau menyesatkan"),
    ("no_abuse", "Tidak menyalahgunakan informasi, jabatan, atau wewenang"),
    ("decent", "Sesuai kepantasan"),
    ("procedure", "Tidak menyimpang dari prosedur"),
)
MALADMINISTRATION: Final[Choices] = (
    ("none", "Tidak ada dugaan maladministrasi"),
    ("penundaan_berlarut", "Dugaan penundaan berlarut"),
    ("tidak_memberikan_pelayanan", "Dugaan tidak memberikan pelayanan"),
    ("tidak_kompeten", "Dugaan tidak kompeten"),
    ("penyalahgunaan_wewenang", "Dugaan penyalahgunaan wewenang"),
    ("penyimpangan_prosedur", "Dugaan penyimpangan prosedur"),
    ("konflik_kepentingan", "Dugaan konflik kepentingan"),
    ("tidak_patut", "Dugaan perilaku tidak patut"),
    ("diskriminasi", "Dugaan diskriminasi"),
    ("permintaan_imbalan", "Dugaan permintaan imbalan uang, jasa, atau barang"),
    ("berpihak", "Dugaan berpihak"),
    ("perbuatan_melawan_hukum", "Dugaan perbuatan melawan hukum"),
    ("pengabaian_kewajiban_hukum", "Dugaan pengabaian kewajiban hukum"),
)
IMPROPER: Final = "tidak_patut"
#: The nine elements by which the public is asked for its satisfaction (PermenPANRB 14/2017).
ELEMENTS: Final[Choices] = (
    ("requirements", "Persyaratan"),
    ("procedure", "Sistem, mekanisme, dan prosedur"),
    ("duration", "Waktu penyelesaian"),
    ("fee", "Biaya atau tarif"),
    ("product", "Produk layanan"),
    ("competence", "Kompetensi pelaksana"),
    ("conduct", "Perilaku pelaksana"),
    ("complaints", "Penanganan pengaduan, saran, dan masukan"),
    ("facilities", "Sarana dan prasarana"),
)
#: Where else a report may have been made, which is everybody's right.
ALSO: Final[Choices] = (
    ("superior", "Atasan pelaksana"),
    ("ombudsman", "Ombudsman RI"),
    ("dpr", "DPR"),
    ("dprd", "DPRD"),
    ("sp4n", "SP4N-LAPOR!"),
    ("police", "Penegak hukum"),
)
WEIGHTS: Final[Choices] = (("light", "Ringan"), ("medium", "Sedang"), ("heavy", "Berat"))
CLASSES: Final[Choices] = (
    ("non_oversight", "Tidak berkadar pengawasan"),
    ("oversight", "Berkadar pengawasan: diduga ada penyimpangan atau korupsi"),
)
AUTHORITY: Final[Choices] = (
    ("ours", "Wewenang kantor ini"),
    ("shared", "Sebagian wewenang kantor ini"),
    ("other", "Bukan wewenang kantor ini"),
)
SELECTION: Final[Choices] = (
    ("handle", "Ditangani di sini"),
    ("refer", "Disalurkan ke yang berwenang"),
    ("not_service", "Bukan pengaduan pelayanan publik"),
    ("duplicate", "Sama dengan laporan lain"),
)
COMPLAINANTS: Final[Choices] = (
    ("person", "Perseorangan"),
    ("group", "Kelompok, dengan juru bicara"),
    ("body", "Badan hukum"),
)
PROXIES: Final[Choices] = (
    ("none", "Melapor untuk diri sendiri"),
    ("family", "Melapor untuk keluarga"),
    ("other", "Melapor untuk orang lain"),
    ("held", "Kuasa, suratnya sudah ada"),
    ("later", "Kuasa, suratnya menyusul"),
)
REPORTED: Final[Choices] = (
    ("none", "Layanan atau prosedur, bukan orang"),
    ("organisation", "Kantor ini"),
    ("unit", "Satu unit"),
    ("named", "Orang yang disebut namanya"),
    ("described", "Orang yang dikenal ciri-cirinya"),
    ("partner", "Rekanan atau tenaga luar yang melayani atas nama kantor"),
)
URGENCY: Final[Choices] = (
    ("usual", "Jalur biasa"),
    ("short", "Mendesak: jalur pendek, atasan diberi tahu"),
)
#: The fourteen components of a service standard; the first six are owed to the public.
COMPONENTS: Final[Choices] = (
    ("requirements", "Persyaratan"),
    ("procedure", "Sistem, mekanisme, dan prosedur"),
    ("duration", "Jangka waktu penyelesaian"),
    ("fee", "Biaya atau tarif"),
    ("product", "Produk pelayanan"),
    ("complaints", "Penanganan pengaduan, saran, dan masukan"),
    ("legal_basis", "Dasar hukum"),
    ("facilities", "Sarana, prasarana, atau fasilitas"),
    ("competence", "Kompetensi pelaksana"),
    ("supervision", "Pengawasan internal"),
    ("staff", "Jumlah pelaksana"),
    ("service_guarantee", "Jaminan pelayanan"),
    ("safety_guarantee", "Jaminan keamanan dan keselamatan"),
    ("evaluation", "Evaluasi kinerja pelaksana"),
)
VERDICTS: Final[Choices] = (
    ("supports", "Mendukung laporan"),
    ("does_not", "Tidak mendukung laporan"),
    ("unclear", "Belum jelas"),
)
ASKED: Final[Choices] = (
    ("citizen", "Pelapor"),
    ("unit", "Unit yang melayani"),
    ("reported", "Pihak yang diadukan"),
)
SENT_BY: Final[Choices] = (
    ("letter", "Surat"),
    ("email", "Email"),
    ("sp4n", "SP4N-LAPOR!"),
    ("handed", "Diserahkan langsung"),
    ("phone", "Telepon"),
)
BODIES: Final[Choices] = (
    ("ombudsman", "Ombudsman RI"),
    ("dpr", "DPR"),
    ("dprd", "DPRD"),
    ("sp4n", "SP4N-LAPOR!"),
    ("media", "Media"),
    ("internal", "Pengawas internal"),
)
STAGES: Final[Choices] = (
    ("question", "Permintaan penjelasan"),
    ("examination", "Pemeriksaan"),
    ("mediation", "Mediasi"),
    ("conciliation", "Konsiliasi"),
    ("adjudication", "Ajudikasi khusus"),
    ("lha", "Laporan hasil analisis"),
    ("lhp", "Laporan hasil pemeriksaan"),
    ("recommendation", "Rekomendasi"),
)
ACCEPTANCE: Final[Choices] = (
    ("accepted", "Diterima"),
    ("partly", "Diterima sebagian"),
    ("refused", "Ditolak, dengan alasan"),
)
HANDED: Final[Choices] = (
    ("accepted", "Diterima unit"),
    ("returned", "Dikembalikan, dengan alasan"),
)
FOLLOW_UPS: Final[Choices] = (
    ("repair", "Perbaikan"),
    ("coaching", "Pembinaan"),
    ("sanction", "Sanksi"),
    ("compensation", "Ganti rugi"),
    ("apology", "Permintaan maaf"),
    ("system", "Perubahan cara kerja"),
)
DONE: Final[Choices] = (
    ("done", "Sudah dilaksanakan"),
    ("partly", "Dilaksanakan sebagian"),
    ("not_done", "Tidak dilaksanakan, dengan alasan"),
)
OUTCOMES: Final[Choices] = (
    ("proven", "Terbukti"),
    ("partly", "Terbukti sebagian"),
    ("unproven", "Tidak terbukti"),
    ("repaired", "Diselesaikan dengan perbaikan"),
    ("unexaminable", "Tidak dapat diperiksa"),
    ("not_service", "Bukan pelayanan publik"),
)
#: Why people complain, in the ten words of the Ombudsman's own training.
CAUSES: Final[Choices] = (
    ("product", "Kualitas produk layanan"),
    ("attitude", "Sikap petugas"),
    ("expectation", "Harapan tidak terpenuhi"),
    ("transparency", "Kurang terbuka"),
    ("complicated", "Berbelit-belit"),
    ("policy", "Kebijakan"),
    ("application", "Penerapan aturan"),
    ("governance", "Tata kelola"),
    ("passed_around", "Saling lempar"),
    ("unreachable", "Sulit ditemui atau dihubungi"),
)
APOLOGY: Final[Choices] = (
    ("by_outcome", "Bila laporan benar"),
    ("yes", "Ya, juga bila tidak"),
    ("no", "Tanpa permintaan maaf"),
)
ATTEMPTS: Final[Choices] = (
    ("call", "Telepon"),
    ("channel", "Kanal lain"),
    ("visit", "Kunjungan"),
    ("letter", "Surat"),
)
REACHED: Final[Choices] = (
    ("reached", "Berhasil dihubungi"),
    ("later", "Diminta menghubungi lagi"),
    ("not_reached", "Belum berhasil"),
)
GRANTED: Final[Choices] = (
    ("given", "Diberikan"),
    ("partly", "Diberikan sebagian"),
    ("refused", "Ditolak, dengan alasan"),
)
MEASURES: Final[Choices] = (
    ("contact", "Dihubungi tanpa menarik perhatian"),
    ("officer", "Ditangani petugas lain"),
    ("place", "Bertemu di tempat lain"),
    ("separate", "Diperiksa terpisah dari yang diadukan"),
    ("lpsk", "Dirujuk ke LPSK"),
    ("police", "Dirujuk ke polisi"),
)
ON_WHOSE_WISH: Final[Choices] = (
    ("asked", "Diminta pelapor"),
    ("needed", "Dinilai perlu oleh petugas"),
)
STILL_NEEDED: Final[Choices] = (
    ("go_on", "Diteruskan"),
    ("end", "Boleh diakhiri"),
)
PRIORITIES: Final[Choices] = (
    ("first", "Didahulukan"),
    ("usual", "Biasa"),
    ("later", "Dapat menunggu"),
)
SP4N: Final[Choices] = (
    ("incoming", "Diterima dari SP4N-LAPOR!"),
    ("entered", "Dimasukkan ke SP4N-LAPOR!"),
)


def words(choices: Choices, value: str) -> str:
    """What is read for a value; the value itself where the list has it no more."""
    return dict(choices).get(value, value)
