"""How mail programs say that an older mail follows: data, in the languages they speak."""

from __future__ import annotations

from collections.abc import Mapping

#: The first word of a line that says who wrote when.
OPENERS = (
    "On", "Pada", "Pd", "Tanggal", "Tgl", "Am", "Le", "Op", "El", "Em", "Il", "Den", "På", "Vào",
    "W dniu", "Dnia", "Dne", "Kl.", "Il giorno",
)  # fmt: skip

#: The verb in it.
VERBS = (
    "wrote", "writes", "sent", "menulis", "mengirim", "nulis", "schrieb", "a écrit", "schreef",
    "geschreven", "escribió", "escreveu", "ha scritto", "skrev", "napisał", "napisała", "napsal",
    "napsala", "đã viết", "пишет", "писал", "написал", "написала", "yazdı", "kirjoitti", "írta",
    "a scris", "写道", "寫道", "作成", "작성",
)  # fmt: skip

#: What stands between dashes above an older mail.
ORIGINALS = (
    "original message", "original appointment", "reply message", "previous message",
    "pesan asli", "pesan awal", "pesan sebelumnya", "email asli", "surat asli", "pesan semula",
    "ursprüngliche nachricht", "originalnachricht", "message d'origine", "message original",
    "mensaje original", "mensagem original", "messaggio originale", "oorspronkelijk bericht",
    "ursprungligt meddelande", "opprinnelig melding", "oprindelig meddelelse", "pesan asal",
    "исходное сообщение", "原始邮件", "原始郵件", "元のメッセージ", "wiadomość oryginalna",
    "mesej asal", "alkuperäinen viesti",
)  # fmt: skip

#: What stands between dashes, or before a colon, above a mail that is handed on.
FORWARDS = (
    "forwarded message", "begin forwarded message", "forwarded by", "pesan terusan",
    "pesan diteruskan", "pesan yang diteruskan", "awal pesan terusan", "mulai pesan terusan",
    "awal pesan yang diteruskan", "awal pesan diteruskan", "mulai pesan yang diteruskan",
    "email terusan", "email yang diteruskan", "mesej yang dimajukan",
    "weitergeleitete nachricht", "anfang der weitergeleiteten nachricht", "message transféré",
    "début du message transféré", "mensaje reenviado", "mensagem encaminhada",
    "messaggio inoltrato", "inizio messaggio inoltrato", "doorgestuurd bericht",
    "begin doorgestuurd bericht", "vidarebefordrat brev", "videresendt melding",
    "пересылаемое сообщение", "转发的邮件", "转发邮件",
)  # fmt: skip

#: The labels of a mail's head, and which of its fields each names.
LABELS: Mapping[str, tuple[str, ...]] = {
    "from": (
        "from", "dari", "von", "de", "da", "van", "fra", "från", "od", "kimden", "от",
        "từ", "差出人", "发件人", "寄件者", "보낸 사람", "lähettäjä", "daripada",
    ),
    "sent": (
        "sent", "dikirim", "terkirim", "dikirimkan", "gesendet", "envoyé", "verzonden", "sendt",
        "skickat", "enviado", "enviada em", "enviado el", "inviato", "wysłano", "đã gửi",
        "отправлено", "送信日時", "发送时间", "寄件日期", "보낸 날짜", "lähetetty", "dihantar",
    ),
    "date": (
        "date", "tanggal", "tgl", "datum", "dato", "fecha", "data", "дата", "tarih", "ngày",
        "日時", "日期", "날짜", "päiväys", "tarikh",
    ),
    "to": (
        "to", "kepada", "ke", "an", "à", "aan", "til", "till", "para", "a",
        "do", "kime", "alıcı", "кому", "đến", "宛先", "收件人", "收件者", "받는 사람",
        "vastaanottaja",
    ),
    "subject": (
        "subject", "perihal", "subjek", "subyek", "judul", "betreff", "objet", "onderwerp",
        "emne", "ämne", "asunto", "assunto", "oggetto", "temat", "konu", "тема", "chủ đề", "件名",
        "主题", "主旨", "제목", "aihe",
    ),
    "other": (
        "cc", "bcc", "tembusan", "salinan", "kopie", "kopi", "kopia", "копия", "reply-to",
        "balas ke", "importance", "attachments", "lampiran", "organization", "prioritas",
    ),
}  # fmt: skip

#: Machines and programs that sign a mail for its writer: "Sent from ..." and the like.
BRANDS = (
    "iphone", "ipad", "ipod", "android", "samsung", "galaxy", "xiaomi", "redmi", "poco", "oppo",
    "vivo", "realme", "huawei", "infinix", "tecno", "xperia", "nokia", "lenovo", "motorola",
    "pixel", "blackberry", "windows", "outlook", "yahoo", "gmail", "proton", "thunderbird", "mac",
    "bluemail", "aqua mail", "spark", "acompli", "mail.ru", "zoho",
)  # fmt: skip

#: The same without a name; people use these words too, so they count only as somebody's own.
DEVICES = (
    "ponsel", "telepon", "handphone", "hp", "smartphone", "phone", "tablet", "mobile", "handheld",
    "wireless",
)  # fmt: skip
