"""How often the most frequent signs stand where, in English Markdown.

Written by `benchmarks.mojibake.company`. A row: the sign, and for each class before it the classes
behind it.
"""
# ruff: noqa: E501

TABLE = """
—	blank closing:blank lower 168,blank markup 6,blank opening 8,blank point 1,blank upper 29,end 2	blank digit:blank digit 2,blank lower 37,blank markup 4,blank opening 1,blank upper 109,end 1	blank lower:blank digit 22,blank lower 2195,blank markup 69,blank opening 28,blank point 3,blank upper 159,end 3	blank markup:blank digit 8,blank lower 958,blank markup 69,blank opening 14,blank point 1,blank sign 1,blank upper 167	blank opening:blank lower 31	blank point:blank digit 2,blank lower 9,blank upper 2	blank sign:blank lower 5,blank upper 3	blank upper:blank lower 106,blank markup 5,blank opening 2,blank upper 40	cell:blank bar 16	heading:blank digit 1	lower:lower 21	markup:lower 1	opening:lower 3	start:blank lower 1,blank opening 2,end 1
✅	blank bar:blank bar 3,blank upper 7,end 4,opening 1	blank closing:blank digit 3,blank opening 1,blank upper 7,end 29	blank digit:blank opening 3,blank upper 1,end 13	blank lower:blank bar 2,blank digit 6,blank opening 3,blank sign 4,blank upper 23,closing 1,end 104,markup 1	blank markup:blank bar 1,blank markup 23,blank upper 36,end 4,point 1	blank opening:blank lower 7,blank upper 3,end 1	blank point:blank bar 1,blank digit 2,blank lower 1,blank markup 67,blank opening 2,blank upper 116,end 5,markup 1,point 1	blank sign:blank digit 3,blank upper 17	blank upper:end 10	bold start:blank upper 20	cell:blank bar 78,blank digit 12,blank lower 1,blank markup 45,blank opening 1,blank sign 5,blank upper 230,point 6	closing:blank markup 1,blank upper 1	heading:blank digit 8,blank lower 8,blank markup 2,blank upper 159	item:blank digit 31,blank lower 10,blank markup 268,blank point 1,blank upper 543	lower:blank upper 5	markup:blank upper 7	number:blank lower 5,blank markup 21,blank upper 56	opening:blank lower 3,blank opening 1,blank upper 51,opening 1,point 1	sign:blank digit 1,blank point 1,blank upper 1,digit 3,upper 2	start:blank digit 3,blank lower 31,blank markup 150,blank upper 205,upper 1
→	blank closing:blank digit 15,blank lower 58,blank markup 15,blank opening 55,blank point 1,blank upper 49,closing 3	blank digit:blank digit 65,blank lower 24,blank point 2,blank upper 27	blank lower:blank digit 125,blank lower 691,blank markup 69,blank opening 29,blank point 17,blank sign 2,blank upper 387,closing 28,end 3	blank markup:blank digit 1,blank lower 55,blank markup 136,blank opening 3,blank point 2,blank sign 4,blank upper 44,end 2	blank opening:blank lower 14,blank opening 5,blank upper 14	blank point:blank digit 44,blank lower 8,blank markup 1,blank opening 13,blank upper 9	blank sign:blank lower 5,blank sign 4,blank upper 7,closing 2	blank upper:blank digit 10,blank lower 27,blank markup 7,blank opening 1,blank point 1,blank sign 1,blank upper 103	closing:blank upper 2	digit:digit 8,lower 1,point 1	heading:blank lower 4,blank sign 1,blank upper 7	lower:blank upper 2,digit 1,lower 22,upper 4	markup:blank upper 1,lower 1,markup 3	opening:blank opening 1,closing 1,lower 3,markup 1,opening 1	point:digit 1	sign:blank lower 3,blank sign 2,blank upper 23,sign 1	start:blank lower 2,blank markup 1,blank opening 13,blank point 2,blank upper 57	upper:upper 6
─	blank closing:end 1,sign 3	blank lower:end 19,markup 1,sign 9	blank point:blank upper 9,end 13	blank sign:blank sign 1,end 3	blank upper:end 1	heading:blank upper 10,end 12	sign:blank digit 9,blank lower 690,blank markup 5,blank opening 8,blank point 23,blank sign 12,blank upper 187,closing 5,end 2,markup 2,sign 633	start:blank lower 4,blank sign 3,end 22
│	blank bar:end 1	blank closing:blank digit 3,blank opening 2,blank sign 7,blank upper 2,end 39	blank digit:blank opening 1,blank sign 4,end 10	blank lower:blank opening 2,blank sign 43,blank upper 16,end 90,sign 7	blank opening:blank opening 1,end 4	blank point:blank digit 1,blank opening 2,blank sign 10,end 5	blank sign:blank closing 1,blank lower 2,blank opening 7,blank point 5,blank sign 97,blank upper 52,end 90,upper 1	blank upper:blank opening 1,blank sign 7,blank upper 2,end 23,upper 2	closing:blank lower 1,blank upper 3,end 2	digit:blank digit 3,blank lower 1,blank sign 2	heading:blank sign 4,blank upper 2	lower:blank sign 3,end 6	sign:blank upper 3,end 1	start:blank digit 7,blank lower 13,blank opening 14,blank point 38,blank sign 547,blank upper 122,end 67,sign 1,upper 2
└	blank closing:sign 1	blank digit:sign 2	blank point:sign 10	blank sign:sign 491	heading:sign 2	item:sign 1	markup:sign 1	point:sign 2	start:sign 438
├	blank closing:sign 2	blank lower:sign 2	blank point:sign 5	blank sign:sign 370	heading:sign 2	item:sign 1	markup:sign 1	start:sign 511
–	blank lower:blank lower 2	blank markup:blank lower 12,blank upper 26	digit:digit 430,lower 1,sign 1,upper 6	lower:digit 114,upper 5	markup:markup 6	upper:upper 2
️	cell:sign 1	digit:sign 46	sign:blank bar 16,blank closing 1,blank digit 7,blank lower 14,blank markup 56,blank opening 6,blank point 1,blank sign 4,blank upper 388,closing 1,end 25,point 18,sign 1
❌	blank closing:blank upper 2,sign 1	blank digit:blank opening 1	blank lower:blank digit 1,blank lower 1,blank opening 1,blank sign 2,end 11	blank markup:blank markup 2,blank upper 2,end 5,point 1	blank point:blank lower 8,blank markup 3,blank upper 31,end 2	blank sign:blank digit 1,blank upper 9,sign 1	blank upper:end 2	bold start:blank upper 7	cell:blank bar 41,blank digit 14,blank markup 6,blank sign 2,blank upper 94	heading:blank lower 2,blank markup 2,blank upper 36	item:blank digit 5,blank lower 2,blank markup 23,blank upper 96	lower:blank upper 2	markup:blank upper 3	number:blank lower 2,blank markup 5,blank opening 10,blank upper 2	opening:blank lower 1,blank upper 19,opening 1	point:blank bar 6,closing 1,end 1	start:blank lower 4,blank markup 8,blank opening 1,blank upper 43
┐	sign:blank sign 192,end 226,sign 5
┌	blank point:sign 1	blank sign:sign 191	blank upper:sign 1	heading:sign 2	start:sign 214
┘	sign:blank sign 196,end 207,sign 6
•	blank closing:blank opening 54	blank lower:blank digit 3,blank point 1,blank upper 7	blank markup:blank markup 3	blank point:blank opening 12	blank sign:blank digit 7,blank lower 7,blank point 1,blank upper 124,end 11	heading:blank lower 6,blank upper 6	markup:end 1	opening:blank upper 3	start:blank digit 1,blank lower 18,blank markup 3,blank opening 12,blank sign 11,blank upper 54
⚠	blank bar:sign 1	blank closing:sign 3	blank digit:sign 3	blank lower:blank lower 1,point 1,sign 15	blank markup:sign 9	blank opening:sign 2	blank point:blank lower 1,blank point 1,point 1,sign 21	blank upper:sign 1	bold start:sign 2	cell:blank lower 3,sign 68	closing:sign 2	heading:blank upper 4,sign 28	item:sign 41	markup:sign 2	number:sign 2	opening:sign 31	point:point 5	sign:sign 3	start:blank lower 1,sign 46
↓	blank lower:end 3	blank sign:blank opening 2,blank sign 34,end 23,sign 1	blank upper:end 15	point:markup 1	start:blank lower 4,blank opening 10,blank sign 23,blank upper 7,end 153,sign 1
🎯	blank lower:end 2	blank point:end 1	cell:blank bar 1,blank markup 1,blank upper 2	heading:blank markup 1,blank upper 212	item:blank digit 1,blank markup 10,blank upper 19	markup:blank upper 2	opening:blank upper 10	start:blank markup 2,blank upper 11
🚀	blank lower:end 5	blank markup:end 16	blank point:blank markup 4,blank upper 8,end 3,markup 5,opening 1	blank sign:blank sign 1	cell:blank markup 7,blank upper 1	closing:blank markup 1,blank upper 1	heading:blank markup 4,blank upper 140	item:blank digit 2,blank markup 7,blank upper 7	markup:blank upper 3	number:blank markup 1,blank upper 2	opening:blank opening 5,blank upper 22	start:blank markup 7,blank upper 15
📊	blank lower:end 4	blank markup:blank upper 1	blank point:blank point 2,blank upper 3,end 4	blank sign:blank sign 1,blank upper 3	closing:blank upper 1	heading:blank markup 2,blank upper 151	item:blank digit 1,blank markup 2,blank upper 14	markup:blank upper 5	number:blank upper 1	opening:blank upper 21	start:blank digit 1,blank markup 2,blank upper 28
▼	blank sign:blank lower 1,blank sign 40,end 18	blank upper:end 6	sign:sign 39	start:blank sign 19,blank upper 6,end 67
×	blank bar:blank bar 1	blank closing:blank upper 1	blank digit:blank digit 13,blank lower 4,blank point 7	blank lower:blank digit 50,blank lower 10,blank point 8,blank upper 3	blank markup:blank markup 1	blank upper:blank point 2,blank upper 1	digit:blank bar 3,blank lower 15,blank opening 2,blank sign 2,blank upper 6,digit 38,end 1,markup 5	heading:blank digit 1	markup:markup 1,upper 2	upper:digit 1
⚡	blank closing:blank bar 2,blank digit 5,blank upper 3	blank lower:blank bar 5,blank digit 2,end 2	blank markup:blank bar 2,blank upper 7,end 3	blank point:blank digit 1,blank markup 4,blank upper 7,end 1,sign 2	blank sign:blank upper 1,markup 1	bold start:blank upper 1	cell:blank bar 9,blank markup 2,blank upper 9	heading:blank digit 3,blank upper 37,sign 2	item:blank digit 3,blank markup 11,blank upper 11	markup:blank upper 2	number:blank markup 1,blank opening 1,blank upper 1	opening:blank upper 6	start:blank digit 1,blank upper 14
⏳	blank bar:blank markup 1	blank lower:end 6	blank point:blank opening 2,blank upper 3	cell:blank bar 6,blank upper 1	heading:blank upper 3	item:blank lower 5,blank markup 12,blank upper 68	number:blank point 1,blank upper 38	start:blank markup 4,blank point 1,blank upper 6
┬	sign:blank lower 1,sign 140
📚	blank point:blank upper 3	blank sign:blank markup 1,blank upper 2	bold start:blank upper 1	cell:blank bar 1,blank markup 1,blank upper 1	heading:blank markup 1,blank upper 63	item:blank markup 6,blank upper 3	lower:blank upper 2	markup:blank upper 2	number:blank opening 1,blank upper 3	opening:blank upper 42	start:blank upper 3
🔧	blank markup:end 2	blank point:blank markup 1,blank upper 1	cell:blank digit 12,blank markup 1,blank upper 1	heading:blank digit 1,blank upper 68	item:blank markup 10,blank opening 1,blank upper 4	markup:blank sign 1,blank upper 8	number:blank upper 1	opening:blank upper 9	start:blank markup 4,blank upper 10
🧠	blank markup:end 4	blank point:blank sign 1,blank upper 3,end 2,sign 1	blank sign:blank markup 1,blank upper 1	cell:blank bar 1,blank markup 1,blank upper 1	heading:blank lower 9,blank markup 1,blank upper 43	item:blank lower 2,blank markup 5,blank upper 6	number:blank upper 1	opening:blank upper 35	start:blank markup 1,blank upper 10
·	blank closing:blank lower 11,blank markup 2,blank upper 14	blank digit:blank markup 2,blank upper 3	blank lower:blank lower 27,blank markup 6,blank sign 5,blank upper 6	blank markup:blank markup 18	blank point:blank lower 2	blank upper:blank upper 4	digit:lower 8	lower:end 2	sign:lower 18
✓	blank lower:blank digit 1,blank sign 3,end 2,opening 1	blank markup:blank point 1,blank upper 1,end 1	blank point:blank lower 1,blank upper 6	blank sign:blank digit 1,blank upper 5	cell:blank bar 31,point 5	closing:opening 1	heading:blank upper 8	markup:blank point 1,blank upper 3	opening:blank upper 4,closing 1,point 1	start:blank lower 9,blank point 2,blank upper 21,point 4
←	blank closing:blank point 1,blank upper 6,closing 3	blank digit:blank upper 3,sign 2	blank lower:blank lower 17,blank markup 4,blank sign 1,blank upper 16,closing 4,upper 1	blank opening:blank upper 3	blank point:blank digit 1,blank lower 3,blank markup 1,blank upper 18	blank sign:blank sign 1,blank upper 4,sign 1	blank upper:lower 2,sign 6,upper 1	opening:blank upper 15
📦	blank lower:blank lower 1	cell:blank markup 1,blank upper 2	heading:blank lower 2,blank upper 53	item:blank markup 4,blank opening 1,blank upper 1	lower:blank point 1,blank upper 1	opening:blank upper 3	start:blank upper 33
⭐	blank closing:end 2,markup 1	blank digit:end 2	blank lower:end 3	blank markup:blank opening 3,blank upper 15,end 2	blank point:blank opening 2,blank upper 8	bold start:blank upper 1	cell:blank bar 17,blank opening 12	heading:blank digit 2,blank upper 1	item:blank upper 6	opening:blank digit 12	start:blank markup 1,blank upper 6
📋	blank closing:blank upper 1	blank markup:end 1	blank point:blank markup 1,blank upper 3,end 1	blank sign:blank markup 1	bold start:blank upper 1	cell:blank bar 1	closing:blank upper 3	heading:blank markup 2,blank upper 47	item:blank markup 2,blank upper 5	markup:blank upper 1	number:blank upper 1	opening:blank upper 10	start:blank markup 1,blank upper 13
📝	blank point:blank upper 1	closing:blank upper 1	heading:blank lower 2,blank upper 44	item:blank upper 14	markup:blank upper 2	number:blank upper 1	opening:blank upper 4	start:blank lower 3,blank markup 1,blank upper 19
🔍	cell:blank bar 1	heading:blank markup 1,blank upper 34	item:blank markup 4,blank upper 6	lower:blank upper 4	number:blank markup 1	opening:blank upper 16	start:blank markup 5,blank upper 17
🎉	blank lower:end 2	blank markup:blank bar 2,blank lower 1	blank point:blank markup 2,end 4	blank upper:end 2	heading:blank lower 3,blank markup 1,blank upper 38	opening:blank digit 1,blank upper 5	start:blank markup 12,blank upper 16
🔄	blank bar:blank markup 1,blank upper 1	blank lower:end 1,upper 1	blank point:blank markup 1,blank opening 2,blank upper 3	blank sign:blank lower 1	cell:blank markup 1	heading:blank lower 1,blank markup 2,blank upper 20	item:blank markup 7,blank upper 12	lower:blank upper 2	number:blank lower 1,blank upper 12	opening:blank upper 10	start:blank markup 3,blank upper 2
🟡	blank closing:end 1	blank lower:blank upper 1,end 1	blank markup:end 9	blank point:blank opening 2,blank upper 5	blank sign:blank lower 1	cell:blank bar 1,blank digit 3,blank upper 14	heading:blank markup 2,blank upper 6	item:blank markup 10,blank upper 11	number:blank markup 2,blank upper 3	opening:blank upper 2	point:point 1	start:blank markup 1,blank opening 1
📈	blank lower:end 1	blank point:blank upper 2,end 1	blank sign:blank markup 1,blank upper 1	cell:blank upper 1	heading:blank upper 54	item:blank upper 4	markup:blank upper 1	opening:blank upper 4	start:blank markup 1,blank upper 5
§	blank digit:digit 2	blank lower:blank upper 4,digit 32,upper 3	blank markup:blank upper 1,digit 6	blank point:digit 12	cell:digit 8,upper 1	markup:digit 1	opening:blank lower 4	sign:digit 1
≤	blank digit:blank digit 12	blank lower:blank digit 25,blank lower 4,blank opening 1,digit 12	blank point:blank digit 3,digit 7,opening 1	blank sign:digit 2	blank upper:blank digit 1	cell:blank digit 3,digit 1	opening:blank digit 1,digit 1
🧪	blank lower:end 1	blank point:blank upper 1	blank sign:blank markup 1,end 1	heading:blank upper 36	item:blank markup 1,blank upper 2	number:blank upper 1	opening:blank upper 8	start:blank markup 1,blank upper 16
┴	sign:sign 66
█	blank opening:closing 5	blank sign:sign 18	heading:sign 2	markup:markup 4	opening:closing 16,sign 1	sign:blank opening 4,blank sign 9,sign 3	start:sign 4
≥	blank bar:blank sign 1	blank lower:blank digit 15,blank lower 1,blank point 1,digit 18	blank point:blank digit 2,blank lower 1,digit 5	cell:blank digit 3,digit 7	markup:blank lower 1,blank upper 2	opening:blank digit 1,digit 3	sign:digit 1	start:digit 1
📖	blank bar:end 1	bold start:blank opening 10,blank upper 1	cell:blank markup 11,blank upper 1	heading:blank upper 18	item:blank markup 2,blank opening 2,blank upper 8	opening:blank upper 2	start:blank markup 5,blank upper 1
🔗	blank point:blank upper 2	blank sign:blank markup 1	bold start:blank upper 2	cell:blank bar 1	closing:blank upper 1	heading:blank upper 41	item:blank markup 2,blank upper 1	markup:blank upper 3	number:blank upper 1	start:blank markup 2,blank upper 1
🤖	blank sign:blank sign 1	cell:blank bar 1,blank markup 2,blank upper 3	heading:blank digit 2,blank upper 11	item:blank markup 4,blank upper 4	markup:blank upper 3	opening:blank upper 3	start:blank upper 21
…	blank lower:markup 3,opening 1	blank opening:blank closing 1	blank point:closing 10,markup 1,point 1	blank sign:closing 1,end 1	closing:opening 1	digit:closing 1	lower:blank bar 7,closing 2,end 1,markup 1,opening 9	opening:closing 1,opening 5,point 1	point:blank lower 1,closing 1	start:lower 3
²	bar:end 2	closing:blank point 2,closing 4	digit:blank bar 1,blank point 4,closing 2	lower:closing 10	sign:blank lower 1,blank point 1	upper:blank lower 1,blank opening 1,blank point 15,blank sign 7,end 1
💡	bold start:blank upper 3	cell:blank markup 1	closing:blank markup 1	heading:blank upper 24	item:blank markup 3,blank sign 1,blank upper 7	opening:blank upper 5	start:blank markup 1,blank upper 5
é	blank lower:blank lower 4,lower 1	blank markup:blank lower 1	blank point:blank lower 1	lower:apostrophe 12,blank lower 10,blank upper 2,closing 1,lower 14,point 1	upper:lower 3
💰	blank digit:blank bar 5,blank digit 2	blank lower:blank bar 1,blank digit 2,end 2	blank markup:blank bar 1,end 1	blank point:end 1	bold start:blank upper 1	cell:blank markup 3,blank upper 1	heading:blank markup 1,blank upper 9	item:blank digit 1,blank markup 6,blank upper 3	number:blank markup 1	start:blank markup 1,blank upper 6
⃣	sign:blank markup 7,blank upper 39
“	blank lower:digit 1,lower 22	blank point:lower 1,upper 1	blank sign:lower 2	item:digit 1,lower 2,upper 2	number:upper 9	start:lower 3
”	lower:blank lower 19,end 6,point 5	point:blank lower 2,blank sign 2,blank upper 1,end 8	upper:point 1
┤	sign:blank sign 1,end 42
🐛	blank lower:end 1	blank sign:blank upper 1	heading:blank upper 24	item:blank markup 5,blank opening 1,blank upper 8	opening:blank upper 2
µ	blank digit:apostrophe 27	blank lower:apostrophe 1	digit:apostrophe 14
✨	blank closing:blank markup 2,end 1	blank lower:end 4	blank markup:blank bar 1,end 1	blank point:blank bar 1,blank upper 3	bold start:blank upper 2	heading:blank upper 6	item:blank markup 1	number:blank upper 4	opening:blank opening 4,blank upper 5	sign:end 5	start:blank markup 1
━	opening:opening 5	start:end 34
┼	sign:sign 39
’	digit:closing 1,point 1	lower:apostrophe 36,end 1
✗	blank digit:end 3	blank point:blank lower 1,blank upper 1,end 1,point 1	cell:blank bar 12,blank lower 2	markup:blank upper 1	opening:blank upper 1,closing 1	point:blank bar 5,blank upper 4	start:blank lower 4,blank upper 1
🔒	blank lower:end 2	blank markup:blank bar 1	closing:blank upper 1	heading:blank markup 2,blank upper 16	item:blank digit 1,blank markup 3,blank upper 6	markup:blank upper 2	number:blank upper 1	start:blank markup 2
═	heading:end 4	sign:sign 2	start:end 30
💾	blank sign:blank upper 1	cell:blank upper 1	heading:blank markup 1,blank upper 6	item:blank digit 1,blank markup 2,blank upper 7	markup:blank upper 1	opening:blank upper 1	start:blank upper 14
ç	blank lower:lower 6	lower:lower 17,sign 9	sign:closing 2,end 1
▶	heading:sign 1	sign:blank lower 6,blank opening 2,blank sign 3,blank upper 9,sign 12
🏗	blank point:sign 1	blank sign:sign 1	closing:sign 1	heading:sign 21	item:sign 1	number:sign 1	opening:sign 5	start:sign 1
ü	blank lower:lower 1	blank upper:lower 1	lower:apostrophe 3,lower 19	upper:lower 8
🔐	blank lower:end 1	blank point:blank upper 2	blank sign:blank markup 1	cell:blank markup 2	heading:blank markup 1,blank upper 12	item:blank digit 1,blank markup 3,blank upper 2	markup:blank upper 1	opening:blank upper 2	start:blank upper 3
🎓	blank opening:blank upper 1	heading:blank upper 28	item:blank markup 1
↕	blank sign:blank opening 2,blank sign 14,end 3,sign 3	start:blank opening 1,blank sign 3,end 3
🤝	cell:blank markup 1,blank upper 1	heading:blank lower 1,blank upper 22	item:blank markup 2,blank upper 1
🔴	blank closing:end 1	blank lower:blank upper 1	blank markup:blank upper 1,end 2	blank point:blank markup 1,blank upper 2	blank sign:blank lower 1	cell:blank bar 1,blank upper 6	heading:blank upper 3	item:blank markup 4,blank upper 1	number:blank markup 1	opening:blank upper 2	point:blank bar 1
▀	blank sign:sign 3	sign:blank sign 12,sign 12
⏸	blank point:sign 2	cell:sign 16	item:sign 8	markup:sign 1
ö	blank lower:lower 2,sign 3	lower:lower 18	sign:lower 1	upper:lower 3
📁	blank bar:blank markup 1	closing:blank upper 1	heading:blank upper 13	lower:blank upper 1	opening:blank upper 4	start:blank lower 1,blank upper 4
⏱	blank lower:sign 1	blank markup:sign 3	blank point:sign 2	blank sign:sign 2	cell:sign 1	heading:sign 5	item:sign 1	start:sign 10
🟢	blank closing:end 1	blank markup:blank upper 2,end 1	blank point:blank lower 1,blank upper 4	cell:blank bar 1,blank upper 2,point 1	heading:blank markup 1,blank upper 2	item:blank markup 3	number:blank markup 1	opening:blank upper 2	start:blank opening 2
↑	blank lower:end 1	blank point:blank digit 2,digit 2	blank sign:blank sign 4	markup:point 1	opening:blank lower 8	sign:blank sign 1,end 1	start:blank lower 1,blank sign 1,end 2
►	sign:blank lower 3,blank opening 3,blank upper 13,sign 3	start:blank digit 1,blank lower 1
◆	markup:blank lower 18	start:blank opening 6
❤	blank lower:sign 9	point:sign 14
🌐	bold start:blank upper 1	closing:blank upper 1	heading:blank markup 1,blank opening 1,blank upper 4	item:blank markup 2,blank opening 1,blank upper 5	markup:blank upper 1	opening:blank upper 3	start:blank upper 2
🚨	blank upper:point 1	bold start:blank upper 3	heading:blank upper 10	markup:blank upper 2	opening:blank upper 1	point:blank upper 1	start:blank markup 1,blank upper 2
👥	cell:blank bar 1	heading:blank upper 5	item:blank markup 1,blank upper 1	start:blank upper 13
🏆	blank point:end 1	bold start:blank upper 1	cell:blank bar 1,blank upper 1	heading:blank digit 1,blank upper 14	item:blank markup 1	number:end 1
▄	sign:blank sign 6,end 3,sign 12
↔	blank closing:blank opening 3	blank lower:blank lower 5,blank upper 8	blank upper:blank upper 4	lower:lower 1
⏭	blank lower:sign 1	item:sign 9	number:sign 9	start:sign 2
ê	blank lower:lower 1	lower:apostrophe 8,blank lower 8,lower 4
📄	heading:blank markup 1,blank upper 13	item:blank upper 1	opening:blank upper 1	start:blank markup 1,blank upper 3
α	blank lower:blank point 3	blank point:blank markup 1,blank point 1,markup 1,point 1,sign 5	blank sign:blank point 1	item:blank point 1	opening:point 3	start:blank point 3
🚫	blank bar:blank bar 2,end 2	closing:blank upper 3	heading:blank upper 1	item:blank markup 2,blank upper 8	opening:blank upper 1
Δ	bar:lower 10	blank lower:lower 4,point 3	blank point:blank point 1,lower 1
◄	blank closing:sign 1	blank lower:sign 15	sign:sign 3
⁻	digit:digit 19
🙏	heading:blank upper 18
🔬	blank lower:end 1	blank point:sign 1	closing:blank upper 1	heading:blank upper 13	start:blank markup 1,blank sign 1
▲	blank sign:blank sign 7,blank upper 1,end 7	sign:end 1	start:blank sign 1,end 1
γ	blank lower:blank opening 1,point 1	blank point:point 4,sign 4	blank sign:blank markup 1,blank point 1,sign 1	item:blank point 1	opening:closing 1	start:blank point 3
◀	blank digit:sign 1	blank lower:sign 3	blank markup:sign 8	sign:sign 6
°	blank point:upper 1	digit:blank lower 9,upper 8
🛠	cell:sign 1	heading:sign 14	item:sign 2
β	blank point:end 1,point 5,sign 5	blank sign:blank markup 1,blank point 1	item:blank point 1	start:blank point 3
★	blank lower:end 1	blank point:blank opening 1	blank sign:blank lower 1	cell:blank bar 3,blank upper 3,sign 2	digit:blank lower 4	start:blank lower 2
💬	cell:blank bar 1	heading:blank upper 3	item:blank markup 1,blank opening 1,blank upper 5	number:blank opening 1	start:blank opening 5
λ	bar:closing 1,point 3	blank point:blank lower 1,blank markup 2,end 1	blank sign:blank lower 1	item:blank point 3	opening:point 3	point:closing 2
📌	blank sign:blank opening 3	heading:blank upper 1	item:blank upper 1	start:blank lower 12
⚙	blank lower:sign 1	blank sign:sign 1	heading:sign 4	item:sign 1	lower:sign 3	markup:sign 1	start:sign 4
📞	heading:blank upper 15
⁴	digit:blank upper 1	sign:blank lower 4,blank opening 1,end 6,opening 1,point 2
💻	blank lower:end 1	blank sign:blank sign 1	heading:blank markup 1,blank upper 4	item:blank markup 1	markup:blank upper 1	opening:blank upper 2	sign:blank markup 1,blank upper 1	start:blank upper 1
📡	cell:blank markup 1	heading:blank upper 2	lower:blank upper 1	number:blank upper 1	opening:blank upper 5	start:blank upper 4
🎨	blank point:end 1	heading:blank digit 1,blank markup 1,blank upper 3	item:blank opening 1,blank upper 2	opening:blank sign 1,blank upper 3
🐳	heading:blank upper 9	item:blank markup 1,blank upper 2	start:blank upper 1
░	blank sign:sign 3	sign:blank sign 3,closing 1,sign 6
🚧	blank lower:end 1	bold start:blank upper 1	cell:blank upper 1	heading:blank digit 2,blank upper 5	item:blank upper 1	number:blank markup 1	opening:blank upper 1
🔌	cell:blank bar 1	heading:blank upper 10	item:blank markup 1	start:blank upper 1
 	lower:lower 7	markup:lower 3	sign:lower 3
ñ	lower:lower 13
☁	cell:sign 6	heading:sign 5	item:sign 1
🛡	blank point:sign 2	blank sign:sign 1	heading:sign 1	item:blank upper 1,sign 4	opening:sign 2
🔮	heading:blank upper 11
σ	digit:blank lower 1,blank opening 2,closing 1,end 2,point 1	opening:point 4
≈	blank lower:blank digit 5,blank point 2	blank upper:blank digit 1	markup:markup 1	opening:digit 1
🔥	blank closing:blank upper 1	blank lower:blank upper 1	blank markup:blank upper 1	bold start:blank upper 1	heading:blank markup 1,blank upper 3	opening:blank upper 1,opening 1
∞	blank markup:point 1	blank point:blank lower 1,blank opening 1	cell:blank bar 2,markup 5
ℹ	closing:sign 2	item:sign 1	start:blank upper 1,sign 6
中	opening:sign 8	sign:sign 1	start:sign 1
文	sign:closing 9,sign 1
🎮	blank point:blank upper 1	cell:blank markup 2,blank upper 1	heading:blank upper 4	markup:blank upper 1
👑	cell:blank upper 3	heading:blank upper 2	opening:blank upper 2	start:blank upper 2
❓	blank point:upper 2	cell:blank bar 1,blank upper 2	heading:upper 1	item:blank upper 3
Σ	blank point:blank sign 1,blank upper 2,markup 2,opening 1	opening:opening 3
δ	blank point:sign 3	blank sign:blank markup 1,blank point 1	item:blank point 1	start:blank point 3
어	sign:closing 8,sign 1
🧹	blank lower:end 1	blank point:blank upper 2	blank sign:blank markup 1	bold start:blank upper 1	heading:blank markup 2,blank upper 1
📥	heading:blank upper 7	markup:blank upper 1
📑	closing:blank upper 1	heading:blank upper 7
³	digit:blank lower 1,blank point 1,blank upper 1,point 2	lower:closing 1	sign:blank lower 1,blank opening 1
한	opening:sign 8
국	sign:sign 8
日	opening:sign 8
本	sign:sign 8
語	sign:closing 8
🐝	heading:blank upper 4	opening:blank upper 3
ε	blank lower:blank point 2,point 1	blank opening:blank opening 2	blank sign:blank opening 1	point:blank opening 1
ế	lower:lower 7
ệ	lower:apostrophe 7
💖	heading:blank upper 7
🌟	heading:blank upper 6
🚪	cell:blank bar 1	heading:blank markup 1	item:blank upper 4
🛑	heading:blank markup 1	item:blank markup 1,blank upper 4
♾	blank point:sign 2	cell:sign 2	heading:sign 1	markup:sign 1
🧩	cell:blank bar 1	heading:blank upper 5
≠	blank closing:blank digit 1	blank lower:blank lower 5
🔜	cell:blank upper 1	heading:blank upper 1	item:blank upper 4
🖥	cell:sign 1	closing:sign 1	heading:sign 3	start:sign 1
√	blank point:digit 1,opening 1	point:digit 4
−	bar:sign 1	blank lower:blank sign 1	blank point:digit 1	cell:digit 2	markup:markup 1
🆘	heading:blank upper 5
🗂	blank lower:sign 1	heading:sign 2	opening:sign 1	start:sign 1
🌍	heading:blank markup 1,blank upper 1	item:blank markup 2	markup:blank upper 1
🔀	blank markup:end 1	heading:blank upper 3	number:blank upper 1
θ	opening:closing 3,point 2
🆕	blank closing:end 1	blank lower:end 3	bold start:blank upper 1
📂	closing:blank upper 1	heading:blank upper 2	opening:blank upper 1
⚪	blank sign:blank lower 1	item:blank upper 1	opening:blank upper 2
🪲	blank point:blank upper 2	blank sign:blank markup 1	heading:blank upper 1
📘	blank lower:end 1	blank point:blank upper 2	heading:blank upper 1
🥇	cell:blank digit 2	heading:blank digit 2
🥈	cell:blank digit 2	heading:blank digit 2
🧬	cell:blank bar 1,blank markup 1	heading:blank upper 1	item:blank upper 1
Р	opening:sign 4
у	sign:sign 4
с	sign:sign 4
к	sign:sign 4
и	sign:sign 4
й	sign:closing 4
ラ	blank point:sign 1	markup:sign 1	sign:sign 2
정	sign:point 1,sign 3
🔑	heading:blank upper 2	item:blank markup 1
🔨	heading:blank markup 1,blank upper 1	start:blank upper 1
🎁	heading:blank markup 1,blank upper 2
💥	heading:blank upper 3
📉	blank sign:blank upper 1	heading:blank upper 1	item:blank digit 1
↗	blank point:sign 1	markup:markup 2
🥉	cell:blank digit 1	heading:blank digit 2
🆓	bold start:blank upper 1	heading:blank digit 1,blank upper 1
🧭	blank point:end 2	cell:blank markup 1
🏁	blank point:blank upper 1	heading:blank upper 2
🎊	heading:blank upper 3
🚢	blank point:markup 1	heading:blank upper 1	number:blank upper 1
📅	heading:blank upper 2	start:blank upper 1
🤔	heading:blank upper 2	start:blank upper 1
⁵	digit:blank lower 2,digit 1
©	blank lower:blank lower 1	blank upper:blank opening 1	markup:markup 1
고	markup:sign 1	opening:sign 2
밀	sign:markup 1,opening 2
"""
