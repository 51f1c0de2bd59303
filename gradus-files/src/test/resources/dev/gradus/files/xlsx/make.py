"""Writes the workbooks of this folder with openpyxl 3.1.5. The content is made up."""

import datetime as dt

from openpyxl import Workbook

book = Workbook()
sheet = book.active
sheet.title = "messages"
sheet.append(["text", "label", "day", "at", "urgent", "number", "share", "sum"])
sheet.append(["late, \"card\"\nsecond line", "card_arrival", dt.date(2026, 1, 2), dt.datetime(2026, 1, 2, 10, 30), True, 25, 0.25, "=1+1"])
sheet.append([])
sheet.append(["lost card", "lost_card", None, None, False, 1200000, -3, None])
sheet.row_dimensions[4].hidden = True
sheet["F2"].number_format = '0" days"'
book.create_sheet("notes").append(["not", "read"])
book.save("messages.xlsx")
