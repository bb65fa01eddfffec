"""A generated picture and PDF, to test links that are not pages."""

import struct
import zlib

REPORT = (
    "Port Ellery harbour report",
    "",
    "The harbour handled 4,120 ships in the first half of the year, eleven per cent",
    "more than a year before. The dredging of the north channel is finished.",
    "",
    '"The north channel can now take ships of ten metres draught," said harbour master',
    "Edwina Falk. The pilots had asked for it for more than twenty years.",
    "",
    "Fees for fishing boats stay as they are. The port authority will decide on the fees",
    "for cargo ships in autumn. It expects to spend six million crowns on the east mole,",
    "which lost forty metres of its crown in the January storm.",
    "",
    '"We would rather repair it once and properly than every spring," Falk told the',
    "authority's board on Monday. The board agreed without a vote.",
)


def picture() -> bytes:
    """Return a small square of sea, as PNG."""
    width = height = 8
    rows = b"".join(b"\x00" + b"\x1f\x4e\x79" * width for _ in range(height))
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"IDAT", zlib.compress(rows)) + _chunk(b"IEND", b"")


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def report(lines: tuple[str, ...] = REPORT) -> bytes:
    """Return a PDF of one page with lines of text (ISO 32000-1: objects, then a table of their offsets)."""
    shown = "\n".join(f"({_escaped(line)}) Tj T*" for line in lines)
    content = f"BT /F1 11 Tf 14 TL 60 780 Td\n{shown}\nET".encode("latin-1")
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources 7 0 R >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        b"<< /Title (Port Ellery harbour report) /Author (Port Authority) >>",
        b"<< /Font << /F1 5 0 R >> >>",
    )
    return _assemble(objects)


def _escaped(line: str) -> str:
    return line.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")


def _assemble(objects: tuple[bytes, ...]) -> bytes:
    document = b"%PDF-1.4\n"
    starts = []
    for number, content in enumerate(objects, 1):
        starts.append(len(document))
        document += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % start for start in starts)
    size = len(objects) + 1
    return (
        document
        + b"xref\n0 %d\n0000000000 65535 f \n%s" % (size, table)
        + b"trailer << /Size %d /Root 1 0 R /Info 6 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (size, len(document))
    )
