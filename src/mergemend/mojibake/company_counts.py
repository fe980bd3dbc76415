"""How often the most frequent signs stand where, in English Markdown.

Written by `benchmarks.mojibake.company`. A row: the sign, and for each class before it the classes
behind it.
"""
# ruff: noqa: E501

TABLE = """
—	blank closing:blank lower 179,blank markup 7,blank opening 9,blank point 1,blank upper 32,end 2	blank digit:blank digit 2,blank lower 41,blank markup 4,blank opening 1,blank upper 117,end 1	blank lower:blank digit 23,blank lower 2340,blank markup 72,blank opening 34,blank point 3,blank upper 170,end 3	blank markup:blank digit 9,blank lower 972,blank markup 73,blank opening 14,blank point 1,blank sign 1,blank upper 207	blank opening:blank lower 33	blank point:blank digit 2,blank lower 9,blank upper 2	blank sign:blank lower 5,blank upper 3	blank upper:blank lower 108,blank markup 5,blank opening 2,blank upper 41	cell:blank bar 20	closing:digit 1,lower 1	heading:blank digit 1	lower:lower 575,opening 2,upper 255	markup:digit 1,lower 9	opening:lower 3,opening 1	start:blank lower 1,blank opening 2,end 1
✅	blank bar:blank bar 3,blank upper 7,end 4,opening 1	blank closing:blank digit 3,blank opening 1,blank upper 18,end 57	blank digit:blank opening 5,blank upper 2,end 28	blank lower:blank bar 6,blank digit 6,blank lower 1,blank opening 8,blank sign 4,blank upper 43,closing 4,end 184,markup 2,opening 1	blank markup:blank bar 2,blank markup 28,blank opening 1,blank upper 102,end 9,point 1	blank opening:blank lower 7,blank opening 2,blank point 2,blank upper 12,end 2	blank point:blank bar 2,blank digit 8,blank lower 8,blank markup 68,blank opening 6,blank point 1,blank upper 261,end 20,markup 1,point 1	blank sign:blank digit 5,blank upper 25	blank upper:blank opening 3,end 20	bold start:blank upper 27	cell:blank bar 123,blank closing 1,blank digit 23,blank lower 1,blank markup 45,blank opening 4,blank sign 5,blank upper 346,point 6	closing:blank markup 1,blank upper 1	heading:blank digit 11,blank lower 8,blank markup 9,blank opening 1,blank point 1,blank upper 258	item:blank digit 45,blank lower 23,blank markup 349,blank opening 14,blank point 2,blank sign 1,blank upper 1217,point 1	lower:blank upper 6	markup:blank upper 14	number:blank lower 5,blank markup 27,blank opening 11,blank upper 120	opening:bar 1,blank lower 3,blank markup 2,blank opening 1,blank point 1,blank upper 118,closing 4,opening 1,point 1	sign:blank digit 1,blank point 1,blank upper 1,digit 3,upper 2	start:blank digit 12,blank lower 41,blank markup 189,blank opening 1,blank upper 402,upper 1
→	blank closing:blank digit 22,blank lower 78,blank markup 21,blank opening 59,blank point 2,blank sign 3,blank upper 90,closing 3,end 1	blank digit:blank digit 106,blank lower 32,blank point 4,blank upper 105	blank lower:blank digit 153,blank lower 959,blank markup 83,blank opening 47,blank point 41,blank sign 4,blank upper 1028,closing 29,end 16,markup 1	blank markup:blank digit 15,blank lower 71,blank markup 157,blank opening 4,blank point 2,blank sign 4,blank upper 93,end 2	blank opening:blank lower 33,blank markup 5,blank opening 17,blank upper 30	blank point:blank digit 61,blank lower 17,blank markup 2,blank opening 17,blank point 4,blank upper 16	blank sign:blank lower 5,blank sign 4,blank upper 21,closing 2	blank upper:blank digit 19,blank lower 33,blank markup 8,blank opening 2,blank point 1,blank sign 1,blank upper 189	cell:blank bar 1	closing:blank upper 2	digit:digit 24,lower 1,point 1,upper 4	heading:blank digit 1,blank lower 8,blank sign 1,blank upper 17	item:blank upper 1	lower:blank upper 2,digit 6,lower 23,upper 5	markup:blank upper 7,lower 1,markup 3	opening:blank opening 1,closing 1,lower 3,markup 1,opening 1	point:digit 1	sign:blank lower 3,blank sign 2,blank upper 40,sign 1	start:blank lower 2,blank markup 112,blank opening 13,blank point 2,blank upper 172	upper:lower 1,upper 10
─	blank closing:closing 2,end 1,sign 3	blank digit:sign 2	blank lower:closing 2,end 19,markup 1,sign 15	blank point:blank upper 9,end 13	blank sign:blank sign 1,end 3,sign 2	blank upper:end 2	heading:blank upper 10,end 12	sign:blank digit 19,blank lower 1493,blank markup 6,blank opening 25,blank point 58,blank sign 15,blank upper 604,closing 5,end 2,markup 2,sign 1000	start:blank lower 4,blank sign 4,end 42
│	blank bar:end 1	blank closing:blank digit 3,blank opening 2,blank sign 11,blank upper 4,end 85,sign 1	blank digit:blank opening 1,blank sign 6,end 15	blank lower:blank digit 8,blank opening 3,blank point 4,blank sign 51,blank upper 22,end 162,sign 7	blank opening:blank opening 1,end 10	blank point:blank digit 1,blank opening 2,blank sign 10,end 8	blank sign:blank closing 1,blank lower 5,blank opening 7,blank point 6,blank sign 205,blank upper 66,end 129,upper 1	blank upper:blank opening 1,blank sign 12,blank upper 4,end 43,upper 4	closing:blank lower 1,blank upper 3,end 2	digit:blank digit 3,blank lower 1,blank sign 2	heading:blank sign 4,blank upper 2	lower:blank sign 4,end 7	sign:blank upper 4,end 2	start:blank closing 1,blank digit 19,blank lower 27,blank opening 26,blank point 57,blank sign 1107,blank upper 233,end 111,sign 1,upper 2
├	blank closing:sign 2	blank lower:sign 3	blank point:sign 6	blank sign:sign 795	heading:sign 2	item:sign 1	markup:sign 1	start:sign 1219
└	blank closing:sign 1	blank digit:sign 2	blank point:sign 10	blank sign:sign 880	heading:sign 2	item:sign 1	markup:sign 1	point:sign 2	start:sign 949
❌	bar:closing 1,opening 1	blank closing:blank upper 4,end 3,sign 1	blank digit:blank opening 2,blank upper 3,end 4	blank lower:blank bar 3,blank digit 1,blank lower 2,blank opening 5,blank sign 2,blank upper 4,end 36	blank markup:blank markup 2,blank opening 5,blank upper 11,end 15,point 1	blank opening:blank upper 10	blank point:blank digit 2,blank lower 10,blank markup 3,blank upper 122,end 5	blank sign:blank digit 1,blank lower 1,blank upper 17,sign 1	blank upper:blank opening 1,blank upper 1,end 4	bold start:blank upper 16	cell:blank bar 54,blank digit 15,blank markup 7,blank sign 2,blank upper 146	heading:blank digit 1,blank lower 2,blank markup 2,blank upper 95	item:blank digit 6,blank lower 8,blank markup 49,blank opening 14,blank upper 260	lower:blank upper 3	markup:blank upper 4	number:blank lower 2,blank markup 10,blank opening 10,blank upper 7	opening:blank lower 1,blank markup 1,blank opening 1,blank point 1,blank upper 91,closing 6,opening 1	point:blank bar 6,blank upper 1,closing 1,end 1	start:blank digit 1,blank lower 4,blank markup 63,blank opening 10,blank upper 96
️	cell:sign 1	digit:sign 54	sign:bar 1,blank bar 34,blank closing 1,blank digit 10,blank lower 16,blank markup 88,blank opening 13,blank point 12,blank sign 7,blank upper 609,closing 4,end 37,point 18,sign 1
–	blank lower:blank digit 3,blank lower 2,blank upper 44	blank markup:blank lower 12,blank upper 26	closing:closing 1	digit:digit 474,lower 1,sign 1,upper 8	lower:digit 119,upper 5	markup:markup 6	sign:digit 1	upper:upper 2
┐	sign:blank sign 263,end 389,sign 9
┌	blank point:sign 1	blank sign:sign 261	blank upper:sign 1	heading:sign 2	start:sign 378
┘	sign:blank sign 268,end 362,sign 10
≥	blank bar:blank sign 1	blank digit:blank digit 3,digit 2	blank lower:blank digit 100,blank lower 21,blank point 1,digit 136,lower 1	blank markup:digit 23	blank point:blank digit 9,blank lower 1,digit 122,lower 1,point 2	blank sign:digit 1	blank upper:blank digit 1,blank opening 1,digit 4	bold start:digit 1	cell:blank digit 5,digit 67	item:blank digit 3,digit 11	lower:digit 2	markup:blank lower 1,blank upper 2,digit 2	opening:blank digit 2,blank lower 1,digit 69,lower 1	sign:digit 2	start:digit 2
↓	blank lower:end 9	blank sign:blank opening 2,blank sign 52,end 29,sign 1	blank upper:end 16	cell:blank digit 1	item:blank digit 5	opening:opening 4	point:markup 2	start:blank lower 6,blank opening 45,blank sign 29,blank upper 20,end 366,sign 1
⚠	bar:sign 1	blank bar:sign 1	blank closing:sign 8	blank digit:sign 9	blank lower:blank lower 1,point 1,sign 24	blank markup:sign 12	blank opening:sign 7	blank point:blank lower 1,blank point 1,point 1,sign 35	blank sign:sign 1	blank upper:sign 1	bold start:sign 12	cell:blank lower 3,sign 94	closing:sign 2	heading:blank upper 4,sign 51	item:sign 103	markup:sign 10	number:sign 15	opening:sign 73	point:point 5	sign:sign 3	start:blank lower 1,blank upper 14,sign 71
•	blank closing:blank opening 58,end 4	blank lower:blank digit 3,blank lower 14,blank point 1,blank upper 7	blank markup:blank markup 7	blank point:blank opening 12,markup 8	blank sign:blank digit 10,blank lower 10,blank point 2,blank upper 168,end 11	heading:blank lower 6,blank upper 6	markup:end 1,markup 2	opening:blank upper 3	start:blank digit 1,blank lower 32,blank markup 3,blank opening 12,blank sign 11,blank upper 97
✓	blank closing:blank upper 2	blank digit:blank opening 1,blank upper 1,end 6	blank lower:blank digit 2,blank sign 3,blank upper 7,end 14,opening 1	blank markup:blank point 1,blank upper 5,end 2	blank opening:blank upper 1	blank point:blank digit 3,blank lower 4,blank sign 4,blank upper 34,end 6	blank sign:blank digit 1,blank upper 6,end 8	blank upper:blank bar 5,end 7	cell:blank bar 45,blank opening 1,blank upper 28,point 5	closing:blank upper 1,opening 1,point 7	heading:blank upper 22	item:blank digit 2,blank upper 42	markup:blank point 1,blank upper 4	number:blank upper 4	opening:blank point 2,blank upper 28,closing 1,point 3	start:blank digit 4,blank lower 17,blank markup 8,blank point 2,blank sign 1,blank upper 125,point 4
🚀	blank lower:end 5	blank markup:end 16	blank point:blank markup 4,blank upper 14,end 4,markup 5,opening 1	blank sign:blank sign 1,blank upper 2	blank upper:blank upper 2	cell:blank bar 2,blank markup 7,blank upper 1	closing:blank markup 1,blank upper 1	heading:blank digit 1,blank lower 1,blank markup 5,blank upper 178	item:blank digit 2,blank markup 8,blank upper 8	markup:blank upper 5	number:blank markup 1,blank upper 2	opening:blank opening 5,blank upper 31	start:blank markup 7,blank upper 17
🎯	blank lower:end 2	blank point:blank upper 1,end 1	blank sign:blank upper 1	bold start:blank digit 1	cell:blank bar 2,blank markup 2,blank upper 2	heading:blank digit 1,blank lower 1,blank markup 2,blank upper 240	item:blank digit 1,blank markup 12,blank upper 21	lower:blank upper 2	markup:blank upper 3	opening:blank upper 12	start:blank markup 3,blank upper 17
📊	blank lower:end 5	blank markup:blank upper 1	blank opening:blank upper 1	blank point:blank point 2,blank upper 5,end 4	blank sign:blank sign 2,blank upper 4	bold start:blank upper 1	cell:blank bar 1	closing:blank upper 3	heading:blank digit 1,blank markup 2,blank upper 170	item:blank digit 1,blank markup 4,blank upper 20	lower:blank upper 1	markup:blank upper 14	number:blank upper 1	opening:blank upper 27	start:blank digit 1,blank markup 2,blank upper 43
▼	blank sign:blank lower 1,blank sign 53,end 30	blank upper:end 6	sign:sign 54	start:blank opening 1,blank sign 32,blank upper 6,end 123
×	blank bar:blank bar 2	blank closing:blank digit 3,blank point 2,blank upper 1	blank digit:blank digit 26,blank lower 11,blank opening 2,blank point 13,blank upper 1	blank lower:blank digit 98,blank lower 22,blank markup 3,blank opening 3,blank point 24,blank upper 4	blank markup:blank markup 1	blank point:blank digit 1	blank upper:blank point 2,blank upper 1	digit:blank bar 3,blank lower 15,blank opening 2,blank sign 2,blank upper 6,digit 39,end 1,lower 4,markup 5,point 1,sign 1	heading:blank digit 1	lower:digit 1	markup:markup 1,upper 2	upper:digit 1
┬	sign:blank lower 1,sign 245
⏳	blank bar:blank markup 1	blank lower:blank upper 1,end 6	blank markup:blank upper 1	blank point:blank opening 4,blank upper 4	cell:blank bar 6,blank upper 1	closing:opening 1	heading:blank upper 3	item:blank lower 5,blank markup 12,blank upper 76	number:blank point 1,blank upper 46	opening:blank upper 1	start:blank markup 21,blank point 1,blank upper 10
←	blank closing:blank lower 9,blank point 1,blank upper 11,closing 3,sign 1	blank digit:blank upper 3,sign 2	blank lower:blank lower 23,blank markup 4,blank sign 5,blank upper 29,closing 4,upper 1	blank opening:blank upper 4	blank point:blank digit 1,blank lower 8,blank markup 1,blank sign 4,blank upper 37	blank sign:blank sign 1,blank upper 9,sign 1	blank upper:lower 2,sign 12,upper 1	opening:blank upper 15	start:blank opening 1
⚡	blank closing:blank bar 2,blank digit 5,blank upper 3	blank lower:blank bar 5,blank digit 2,end 2	blank markup:blank bar 2,blank upper 7,end 3	blank point:blank digit 1,blank markup 4,blank upper 7,end 1,sign 2	blank sign:blank upper 2,markup 1	blank upper:blank upper 2	bold start:blank upper 3	cell:blank bar 13,blank markup 3,blank upper 9	heading:blank digit 3,blank upper 44,sign 2	item:blank digit 3,blank markup 12,blank upper 12	markup:blank lower 1,blank upper 2	number:blank markup 1,blank opening 1,blank upper 1	opening:blank upper 9	start:blank digit 1,blank upper 14
🔧	blank closing:blank upper 1	blank markup:blank upper 1,end 2	blank point:blank markup 1,blank upper 1	cell:blank digit 12,blank markup 1,blank upper 1	heading:blank digit 1,blank markup 1,blank upper 83	item:blank markup 10,blank opening 1,blank upper 6	markup:blank sign 1,blank upper 8	number:blank markup 3,blank upper 1	opening:blank upper 12	start:blank markup 4,blank upper 19
📚	blank point:blank upper 3	blank sign:blank markup 1,blank upper 2	bold start:blank upper 1	cell:blank bar 1,blank markup 1,blank upper 1	heading:blank markup 1,blank upper 79	item:blank markup 7,blank upper 3	lower:blank upper 2	markup:blank upper 2	number:blank opening 1,blank upper 3	opening:blank upper 46	start:blank upper 7
🧠	blank markup:end 4	blank point:blank sign 1,blank upper 3,end 2,sign 1	blank sign:blank markup 1,blank upper 1	blank upper:blank upper 2	bold start:blank upper 1	cell:blank bar 3,blank markup 2,blank upper 1	heading:blank lower 9,blank markup 2,blank upper 46	item:blank lower 4,blank markup 5,blank upper 7	markup:blank upper 1	number:blank upper 1	opening:blank upper 35	start:blank markup 1,blank upper 11
🔄	blank bar:blank markup 1,blank upper 1	blank digit:blank bar 2	blank lower:blank bar 1,end 1,upper 1	blank point:blank markup 1,blank opening 4,blank upper 5	blank sign:blank lower 1	cell:blank markup 1	heading:blank lower 1,blank markup 2,blank opening 1,blank upper 33	item:blank markup 9,blank upper 14	lower:blank upper 2	number:blank lower 1,blank upper 21	opening:blank upper 17	start:blank markup 3,blank upper 13
📋	blank closing:blank upper 1	blank markup:end 1	blank point:blank markup 1,blank upper 4,end 13	blank sign:blank markup 1	bold start:blank upper 1	cell:blank bar 2	closing:blank upper 4	heading:blank markup 2,blank upper 58	item:blank markup 3,blank upper 5	markup:blank upper 2	number:blank upper 2	opening:blank upper 18	start:blank markup 1,blank upper 16
·	blank closing:blank lower 11,blank markup 2,blank opening 3,blank upper 14	blank digit:blank markup 2,blank upper 4	blank lower:blank lower 27,blank markup 6,blank opening 1,blank sign 5,blank upper 7	blank markup:blank markup 18	blank point:blank lower 2	blank upper:blank upper 5	digit:lower 8	lower:end 2	sign:lower 18
🔍	blank markup:blank upper 2	blank opening:blank upper 1	cell:blank bar 1,blank upper 2	heading:blank markup 1,blank upper 45	item:blank markup 5,blank upper 6	lower:blank upper 5	number:blank markup 1	opening:blank upper 26	start:blank markup 5,blank upper 30
📦	blank lower:blank lower 1	cell:blank markup 1,blank upper 2	heading:blank lower 2,blank markup 1,blank upper 66	item:blank markup 5,blank opening 1,blank upper 1	lower:blank point 1,blank upper 1	markup:blank upper 1	opening:blank lower 1,blank upper 5	start:blank upper 33
≤	blank digit:blank digit 12,blank lower 2	blank lower:blank digit 42,blank lower 4,blank opening 1,digit 20	blank point:blank digit 3,digit 17,opening 1	blank sign:digit 2	blank upper:blank digit 1	cell:blank digit 9,digit 1	item:digit 1	opening:blank digit 1,digit 4	sign:digit 1
⭐	blank closing:blank upper 3,end 2,markup 1	blank digit:blank upper 2,end 5	blank lower:blank opening 1,blank upper 1,end 3	blank markup:blank opening 3,blank upper 15,end 2	blank point:blank opening 2,blank upper 8	blank sign:blank lower 6,blank upper 4	bold start:blank upper 1	cell:blank bar 17,blank opening 12	heading:blank digit 2,blank upper 3	item:blank upper 6	markup:blank upper 1	number:blank upper 1	opening:blank digit 12	start:blank markup 1,blank upper 6
✗	blank closing:blank upper 1,end 2	blank digit:blank opening 2,end 3	blank lower:blank opening 1,end 2	blank point:blank lower 1,blank upper 12,end 1,point 1	cell:blank bar 16,blank lower 2	closing:blank point 1,point 6	item:blank lower 2,blank point 2,blank upper 4	markup:blank upper 2	opening:blank point 3,blank upper 22,closing 1,point 1	point:blank bar 5,blank upper 4	start:blank lower 14,blank upper 6
📝	blank opening:blank point 1	blank point:blank upper 1	cell:blank upper 1	closing:blank upper 1	heading:blank lower 2,blank upper 52	item:blank upper 14	markup:blank upper 2	number:blank upper 1	opening:blank upper 6	start:blank lower 4,blank markup 1,blank upper 23
🎉	blank lower:end 2	blank markup:blank bar 2,blank lower 1,end 2	blank point:blank markup 2,end 4	blank upper:end 2	heading:blank lower 3,blank markup 1,blank upper 47	opening:blank digit 1,blank upper 8	start:blank markup 12,blank upper 18
┴	sign:sign 96
📈	blank lower:end 1	blank point:blank upper 2,end 1	blank sign:blank markup 1,blank upper 2	cell:blank upper 1	closing:blank upper 1	heading:blank upper 64	item:blank upper 4	markup:blank upper 1	opening:blank upper 4	start:blank markup 1,blank upper 8
┤	sign:blank sign 4,blank upper 1,end 83,sign 1
🟡	blank closing:end 1	blank lower:blank upper 1,end 2	blank markup:end 9	blank point:blank opening 2,blank upper 8	blank sign:blank lower 1	bold start:blank upper 2	cell:blank bar 1,blank digit 3,blank upper 14	heading:blank markup 2,blank upper 7	item:blank markup 10,blank upper 12	number:blank markup 2,blank upper 3	opening:blank upper 4	point:point 2	start:blank markup 1,blank opening 1
🧪	blank lower:end 2	blank point:blank upper 1,end 1	blank sign:blank markup 1,end 2	heading:blank upper 42	item:blank markup 2,blank upper 3	number:blank upper 1	opening:blank upper 12	start:blank markup 1,blank upper 18
🤖	blank sign:blank sign 1,blank upper 1,point 4	cell:blank bar 2,blank markup 3,blank upper 3	closing:blank upper 1	heading:blank digit 2,blank upper 15	item:blank markup 5,blank upper 6	markup:blank upper 3	opening:blank upper 4	start:blank upper 29
━	opening:opening 7	start:end 71
§	blank digit:digit 2	blank lower:blank upper 4,digit 32,upper 3	blank markup:blank upper 1,digit 6	blank point:digit 12	cell:digit 8,upper 1	markup:digit 1	opening:blank lower 4	sign:digit 1
┼	sign:sign 74
═	heading:end 4	sign:sign 14	start:end 54
█	blank opening:closing 5	blank point:blank digit 5	blank sign:sign 18	heading:sign 2	markup:markup 4	opening:closing 16,opening 1,sign 1	sign:blank opening 4,blank sign 9,sign 3	start:sign 4
📖	blank bar:end 1	blank sign:blank upper 1	bold start:blank opening 10,blank upper 1	cell:blank markup 11,blank upper 1	closing:blank upper 1	heading:blank upper 22	item:blank markup 2,blank opening 2,blank upper 8	markup:blank upper 1	opening:blank upper 4	start:blank markup 5,blank upper 1
💡	bold start:blank upper 4	cell:blank markup 1	closing:blank markup 1,blank upper 1	heading:blank upper 31	item:blank markup 3,blank sign 1,blank upper 7	opening:blank upper 7	start:blank markup 2,blank upper 13
🔗	blank point:blank upper 2	blank sign:blank markup 1	blank upper:blank upper 2	bold start:blank lower 1,blank upper 2	cell:blank bar 2	closing:blank upper 1	heading:blank upper 46	item:blank markup 2,blank upper 2	markup:blank upper 3	number:blank upper 1	start:blank markup 2,blank upper 1
🚨	blank sign:blank upper 1	blank upper:point 1	bold start:blank upper 5	heading:blank upper 35	markup:blank upper 2	opening:blank upper 6,closing 1	point:blank upper 1	start:blank markup 7,blank upper 3
µ	blank digit:apostrophe 27	blank lower:apostrophe 1	closing:apostrophe 1	digit:apostrophe 32
🐛	blank lower:end 1	blank markup:blank upper 1	blank sign:blank upper 1	blank upper:blank bar 1	heading:blank upper 35	item:blank markup 5,blank opening 1,blank upper 8	opening:blank upper 6
🔒	blank lower:end 2	blank markup:blank bar 1	blank point:blank lower 1,blank upper 1	blank sign:blank upper 1	cell:blank bar 1,blank upper 1	closing:blank upper 1	heading:blank markup 2,blank upper 21	item:blank digit 1,blank markup 4,blank upper 8	markup:blank upper 2	number:blank upper 1	opening:blank upper 3	start:blank markup 5,blank upper 2
…	blank lower:markup 3,opening 1	blank opening:blank closing 1	blank point:closing 10,markup 1,point 1	blank sign:closing 1,end 1	closing:opening 1	digit:closing 1	lower:blank bar 7,closing 2,end 1,markup 1,opening 9	opening:closing 1,opening 6,point 1	point:blank lower 2,closing 1	start:lower 3	upper:end 1
²	bar:end 2	closing:blank point 2,closing 5	digit:blank bar 1,blank point 4,closing 2	lower:closing 12	sign:blank lower 1,blank point 1	upper:blank lower 1,blank opening 1,blank point 15,blank sign 7,end 1
⃣	sign:blank markup 7,blank upper 47
é	blank lower:blank lower 4,lower 1	blank markup:blank lower 1	blank point:blank lower 1	lower:apostrophe 12,blank lower 10,blank upper 3,closing 1,lower 15,point 1	upper:lower 3
💰	blank digit:blank bar 5,blank digit 2	blank lower:blank bar 1,blank digit 2,end 2	blank markup:blank bar 1,end 1	blank point:end 1	bold start:blank upper 1	cell:blank markup 3,blank upper 1	heading:blank markup 1,blank upper 11	item:blank digit 1,blank markup 6,blank upper 3	number:blank markup 1	start:blank markup 1,blank upper 6
🔴	blank closing:end 1	blank lower:blank upper 1,end 1	blank markup:blank upper 4,end 3	blank point:blank markup 2,blank upper 6	blank sign:blank lower 1	bold start:blank upper 2	cell:blank bar 1,blank upper 6	heading:blank upper 4	item:blank markup 5,blank upper 2	number:blank markup 1	opening:blank upper 4,point 1	point:blank bar 1	start:blank markup 1,blank upper 1
✨	blank closing:blank markup 2,end 1	blank lower:end 4	blank markup:blank bar 1,end 1	blank point:blank bar 1,blank upper 3	bold start:blank upper 2	heading:blank upper 9	item:blank markup 1	number:blank upper 4	opening:blank opening 4,blank upper 5	sign:end 5	start:blank markup 1,blank upper 1
↔	blank closing:blank opening 4	blank digit:blank lower 1	blank lower:blank lower 6,blank upper 20	blank point:blank upper 1	blank upper:blank upper 12	lower:lower 1
💾	blank sign:blank upper 1	cell:blank bar 1,blank markup 1,blank upper 2	heading:blank markup 1,blank upper 6	item:blank digit 1,blank markup 3,blank upper 9	lower:blank upper 1	markup:blank upper 1	opening:blank upper 2	start:blank upper 15
“	blank lower:digit 1,lower 22	blank point:lower 1,upper 1	blank sign:lower 2	item:digit 1,lower 2,upper 2	number:upper 9	start:lower 3
”	lower:blank lower 19,end 6,point 5	point:blank lower 2,blank sign 2,blank upper 1,end 8	upper:point 1
🏗	blank point:sign 1	blank sign:sign 1	closing:sign 1	heading:sign 30	item:sign 1	number:sign 1	opening:sign 7	start:sign 1
↑	blank lower:end 2	blank point:blank digit 2,blank upper 2,digit 3	blank sign:blank sign 4	cell:blank digit 2	heading:blank upper 2	item:blank digit 5	markup:point 2	opening:blank lower 8,opening 4	sign:blank sign 1,end 1	start:blank lower 1,blank sign 2,end 2
’	digit:closing 1,point 1	lower:apostrophe 38,end 1
↕	blank sign:blank opening 2,blank sign 16,end 5,sign 6	start:blank opening 2,blank sign 5,end 3
🤝	cell:blank bar 1,blank markup 1,blank upper 1	heading:blank lower 1,blank upper 27	item:blank markup 2,blank upper 1	start:blank upper 1
🔐	blank lower:end 1	blank point:blank upper 2	blank sign:blank markup 1	cell:blank markup 2,blank upper 1	heading:blank markup 1,blank upper 15	item:blank digit 1,blank markup 3,blank upper 2	markup:blank upper 1	opening:blank upper 2	start:blank upper 3
ç	blank lower:lower 6	lower:lower 17,sign 9	sign:closing 2,end 1
▶	heading:sign 1	sign:blank lower 6,blank opening 2,blank sign 3,blank upper 10,sign 12
🟢	blank closing:end 1	blank lower:end 1	blank markup:blank upper 2,end 1	blank point:blank lower 1,blank upper 7	bold start:blank upper 2	cell:blank bar 1,blank upper 2,point 1	heading:blank markup 1,blank upper 2	item:blank markup 3,blank upper 1	number:blank markup 1	opening:blank upper 4	point:closing 1	start:blank opening 2
🎓	blank opening:blank upper 1	heading:blank upper 30	item:blank markup 1
ü	blank lower:lower 1	blank upper:lower 1	lower:apostrophe 3,lower 19	upper:lower 8
📁	blank bar:blank markup 1	closing:blank upper 1	heading:blank markup 1,blank upper 15	lower:blank upper 1	opening:blank upper 5	start:blank lower 1,blank upper 6
👥	cell:blank bar 1	closing:blank upper 1	heading:blank upper 5	item:blank markup 1,blank upper 1	opening:blank upper 1	start:blank upper 21
📄	heading:blank markup 1,blank upper 17	item:blank upper 1	opening:blank upper 3	start:blank markup 1,blank upper 7
⏸	blank point:sign 2	cell:sign 16	heading:sign 3	item:sign 8	markup:sign 1
⏱	blank lower:sign 1	blank markup:sign 3	blank point:sign 2	blank sign:sign 5	cell:sign 1	heading:sign 5	item:sign 1	start:sign 11
🌐	bold start:blank upper 1	cell:blank markup 1	closing:blank upper 1	heading:blank markup 1,blank opening 1,blank upper 7	item:blank markup 2,blank opening 1,blank upper 5	markup:blank upper 1	opening:blank upper 3	start:blank upper 3
▀	blank sign:sign 3	sign:blank sign 12,sign 12
ö	blank lower:lower 2,sign 3	lower:lower 18	sign:lower 1	upper:lower 3
►	sign:blank lower 3,blank opening 3,blank upper 13,sign 5	start:blank digit 1,blank lower 1
🏆	blank point:end 1	bold start:blank upper 1	cell:blank bar 1,blank upper 1	heading:blank digit 1,blank upper 17	item:blank markup 1	number:end 1	opening:blank upper 1
❤	blank lower:sign 11	point:sign 14
◆	markup:blank lower 18	start:blank opening 6
⏭	blank lower:sign 1	item:sign 9	number:sign 11	start:sign 2
Δ	bar:lower 10	blank lower:lower 4,point 5	blank point:blank opening 1,blank point 1,lower 1
◄	blank closing:sign 1	blank lower:sign 15	sign:sign 6
💬	cell:blank bar 1,blank markup 1	heading:blank upper 6	item:blank markup 1,blank opening 1,blank upper 5	number:blank opening 1	opening:blank upper 1	start:blank opening 5
🎨	blank point:end 1	heading:blank digit 1,blank markup 2,blank upper 5	item:blank markup 1,blank opening 1,blank upper 4	opening:blank sign 1,blank upper 5
🔬	blank lower:end 2	blank point:sign 1	cell:blank markup 1	closing:blank upper 1	heading:blank upper 13	start:blank markup 1,blank sign 2
🛠	cell:sign 2	heading:sign 17	item:sign 2
▄	sign:blank sign 6,end 3,sign 12
ê	blank lower:lower 1	lower:apostrophe 8,blank lower 8,lower 4
💻	blank lower:end 2	blank sign:blank sign 2,blank upper 1	heading:blank markup 1,blank upper 6	item:blank markup 1	markup:blank upper 1	opening:blank upper 2	sign:blank markup 1,blank upper 2	start:blank upper 1
🛡	blank point:sign 2	blank sign:sign 1	bold start:sign 1	cell:sign 2	heading:sign 4	item:blank upper 1,sign 5	opening:sign 2	start:sign 2
🙏	heading:blank upper 20
▲	blank sign:blank sign 7,blank upper 1,end 7	cell:blank point 2	sign:end 1	start:blank sign 1,end 1
α	blank lower:blank point 3	blank point:blank markup 1,blank point 1,markup 1,point 1,sign 5	blank sign:blank point 1	item:blank point 1	opening:point 3	start:blank point 3
🚫	blank bar:blank bar 2,end 2	closing:blank upper 3	heading:blank upper 1	item:blank markup 2,blank upper 8	opening:blank upper 1
≠	blank closing:blank digit 1	blank lower:blank lower 16,digit 1	blank upper:blank upper 1
⁻	digit:digit 19
📌	blank sign:blank opening 3	heading:blank upper 2	item:blank upper 1	start:blank lower 12,blank upper 1
⚙	blank lower:sign 1	blank sign:sign 1	heading:sign 7	item:sign 1	lower:sign 3	markup:sign 1	start:sign 4
γ	blank lower:blank opening 1,point 1	blank point:point 4,sign 4	blank sign:blank markup 1,blank point 1,sign 1	item:blank point 1	opening:closing 1	start:blank point 3
◀	blank digit:sign 1	blank lower:sign 3	blank markup:sign 8	sign:sign 6
±	blank digit:blank digit 3	blank lower:digit 1	blank point:digit 7	cell:digit 1	digit:digit 1	opening:digit 5
°	blank point:upper 1	digit:blank lower 9,upper 8
β	blank point:end 1,point 5,sign 5	blank sign:blank markup 1,blank point 1	item:blank point 1	start:blank point 3
🔌	cell:blank bar 2,blank markup 1	closing:blank upper 1	heading:blank upper 11	item:blank markup 1	start:blank upper 1
★	blank lower:end 1	blank point:blank opening 1	blank sign:blank lower 1	cell:blank bar 3,blank upper 3,sign 2	digit:blank lower 4	start:blank lower 2
λ	bar:closing 1,point 3	blank point:blank lower 1,blank markup 2,end 1	blank sign:blank lower 1	item:blank point 3	opening:point 3	point:closing 2
📡	cell:blank markup 2	heading:blank upper 2	lower:blank upper 1	number:blank upper 1	opening:blank upper 6	start:blank upper 4
🚧	blank lower:end 1	bold start:blank upper 1	cell:blank upper 3	heading:blank digit 2,blank upper 6	item:blank upper 1	number:blank markup 1	opening:blank upper 1
●	blank bar:end 1	blank lower:blank upper 1	blank point:closing 1,markup 1	blank sign:blank sign 2,blank upper 1,end 7	markup:end 1,markup 1
ℹ	closing:sign 2	item:sign 4	start:blank upper 4,sign 6
📞	heading:blank upper 15
🐳	heading:blank upper 10	item:blank markup 1,blank upper 2	opening:blank upper 1	start:blank upper 1
∞	blank markup:point 1	blank point:blank lower 1,blank opening 1,blank point 1,closing 2	cell:blank bar 2,markup 5	opening:closing 1	point:point 1
⁴	digit:blank upper 1	sign:blank lower 4,blank opening 1,end 6,opening 1,point 2
ρ	blank lower:blank lower 3,closing 2,end 1,point 4	blank point:blank point 1,markup 1	blank upper:closing 1	opening:markup 2
📘	blank lower:end 1	blank point:blank upper 5	bold start:blank upper 1	cell:blank bar 1	heading:blank upper 6
░	blank sign:sign 3	opening:opening 1	sign:blank sign 3,closing 1,sign 6
🐝	cell:blank markup 1	closing:blank upper 1	heading:blank markup 1,blank upper 6	opening:blank upper 4
🔮	heading:blank upper 13
≈	blank digit:blank digit 1	blank lower:blank digit 6,blank point 2	blank upper:blank digit 1,blank upper 1	markup:markup 1	opening:digit 1
 	lower:lower 7	markup:lower 3	sign:lower 3
ñ	lower:lower 13
🌟	blank digit:end 2	blank point:end 1	heading:blank upper 9
👑	cell:blank upper 3	heading:blank upper 2	opening:blank upper 2	start:blank upper 5
🔥	blank closing:blank upper 1	blank lower:blank upper 1	blank markup:blank upper 1	bold start:blank upper 1	heading:blank markup 1,blank upper 4	opening:blank upper 2,opening 1
☁	cell:sign 6	heading:sign 5	item:sign 1
σ	digit:blank lower 1,blank opening 2,closing 1,end 2,point 1	opening:point 4
Σ	blank point:blank sign 1,blank upper 2,markup 2,opening 2	opening:opening 4
中	opening:sign 8	sign:sign 2	start:sign 1
文	sign:closing 10,sign 1
🧹	blank lower:end 1	blank point:blank upper 2	blank sign:blank markup 1	bold start:blank upper 1	heading:blank markup 2,blank upper 1	markup:blank upper 1	opening:blank upper 1
🎮	blank point:blank upper 1	cell:blank markup 2,blank upper 1	heading:blank upper 5	markup:blank upper 1
❓	blank point:upper 2	cell:blank bar 1,blank upper 2	heading:upper 1	item:blank upper 3
−	bar:sign 1	blank lower:blank digit 3,blank sign 1	blank point:digit 1	cell:digit 2	markup:markup 1
δ	blank point:sign 3	blank sign:blank markup 1,blank point 1	item:blank point 1	start:blank point 3
어	sign:closing 8,sign 1
💥	heading:blank upper 5	opening:blank upper 3
📥	heading:blank upper 7	markup:blank upper 1
📑	closing:blank upper 1	heading:blank upper 7
π	blank point:point 4	digit:closing 1,end 1,point 2
³	digit:blank lower 1,blank point 1,blank upper 1,point 2	lower:closing 1	sign:blank lower 1,blank opening 1
🆕	blank closing:end 1	blank lower:end 3	bold start:blank upper 1	heading:blank upper 1	start:blank markup 1,blank upper 1
한	opening:sign 8
국	sign:sign 8
日	opening:sign 8
本	sign:sign 8
語	sign:closing 8
‍	sign:sign 7
🚪	cell:blank bar 1	heading:blank markup 1,blank upper 1	item:blank upper 4
🛑	cell:blank markup 1	heading:blank markup 1	item:blank markup 1,blank upper 4
🧩	cell:blank bar 1,blank markup 1	heading:blank upper 5
ε	blank lower:blank point 2,point 1	blank opening:blank opening 2	blank sign:blank opening 1	point:blank opening 1
🔀	blank markup:end 1	blank sign:blank upper 1	heading:blank upper 4	number:blank upper 1
μ	blank lower:apostrophe 1,blank lower 1,end 1,point 1	digit:apostrophe 3
√	blank point:digit 1,opening 2	point:digit 4
ế	lower:lower 7
ệ	lower:apostrophe 7
💖	heading:blank upper 7
🆘	heading:blank upper 6
🔑	heading:blank upper 3	item:blank markup 1	lower:blank upper 1	opening:blank upper 1
📂	closing:blank upper 1	heading:blank upper 3	opening:blank upper 1	start:blank upper 1
⚪	blank sign:blank lower 1	item:blank upper 1	opening:blank upper 4
🗂	blank lower:sign 1	heading:sign 3	opening:sign 1	start:sign 1
♾	blank point:sign 2	cell:sign 2	heading:sign 1	markup:sign 1
↗	blank point:sign 3	item:sign 1	markup:markup 2
🔜	cell:blank upper 1	heading:blank upper 1	item:blank upper 4
🖥	cell:sign 1	closing:sign 1	heading:sign 3	start:sign 1
θ	opening:closing 4,point 2
©	blank lower:blank lower 1,blank upper 1	blank point:blank digit 1	blank upper:blank opening 1,blank upper 1	markup:markup 1
🐙	bold start:blank upper 1	cell:blank upper 1	heading:blank markup 2,blank upper 1
🎁	heading:blank markup 1,blank upper 4
🌍	heading:blank markup 1,blank upper 1	item:blank markup 2	markup:blank upper 1
÷	blank closing:blank digit 4	markup:markup 1
ラ	blank point:sign 1	markup:sign 1	sign:sign 3
👨	heading:sign 4
⬇	blank point:sign 1	blank upper:sign 1	heading:sign 2
🔨	heading:blank markup 1,blank upper 1	opening:blank upper 1	start:blank upper 1
📉	blank sign:blank upper 1	heading:blank upper 1	item:blank digit 1,blank markup 1
🪲	blank point:blank upper 2	blank sign:blank markup 1	heading:blank upper 1
🥇	cell:blank digit 2	heading:blank digit 2
🥈	cell:blank digit 2	heading:blank digit 2
🧭	blank point:end 2	cell:blank bar 1,blank markup 1
🧬	cell:blank bar 1,blank markup 1	heading:blank upper 1	item:blank upper 1
🎬	blank point:blank upper 1	bold start:blank opening 1	heading:blank upper 2
🎊	heading:blank upper 4
📅	heading:blank upper 3	start:blank upper 1
⏰	blank point:blank lower 1	heading:blank upper 1	lower:blank upper 1	opening:blank upper 1
Р	opening:sign 4
у	sign:sign 4
с	sign:sign 4
к	sign:sign 4
и	sign:sign 4
й	sign:closing 4
ル	sign:sign 4
フ	markup:sign 2	sign:closing 1,markup 1
정	sign:point 1,sign 3
🥉	cell:blank digit 1	heading:blank digit 2
🆓	bold start:blank upper 1	heading:blank digit 1,blank upper 1
🕸	blank lower:sign 1	item:sign 1	opening:sign 1
🏁	blank point:blank upper 1	heading:blank upper 2
🗺	heading:sign 3
🚢	blank point:markup 1	heading:blank upper 1	number:blank upper 1
🤔	heading:blank upper 2	start:blank upper 1
🎛	heading:sign 3
⁵	digit:blank lower 2,digit 1
🗄	item:sign 2	start:sign 1
🏷	cell:sign 1	item:sign 2
🎣	heading:blank upper 3
고	markup:sign 1	opening:sign 2
밀	sign:markup 1,opening 2
"""
