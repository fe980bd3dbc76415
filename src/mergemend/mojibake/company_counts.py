"""How often the most frequent signs stand where, in English Markdown.

Written by `benchmarks.mojibake.company`. A row: the sign, the classes before, the classes behind.
"""
# ruff: noqa: E501

TABLE = """
—	blank closing 230,blank digit 166,blank lower 2645,blank markup 1277,blank opening 33,blank point 13,blank sign 8,blank upper 156,cell 20,closing 2,heading 1,lower 832,markup 10,opening 4,start 4	blank bar 20,blank digit 37,blank lower 3688,blank markup 161,blank opening 62,blank point 5,blank sign 1,blank upper 572,digit 2,end 7,lower 588,opening 3,upper 255
✅	blank bar 15,blank closing 79,blank digit 35,blank lower 259,blank markup 143,blank opening 25,blank point 376,blank sign 30,blank upper 23,bold start 27,cell 554,closing 2,heading 288,item 1652,lower 6,markup 14,number 163,opening 132,sign 8,start 646	bar 1,blank bar 136,blank closing 1,blank digit 114,blank lower 97,blank markup 718,blank opening 58,blank point 8,blank sign 10,blank upper 2980,closing 8,digit 3,end 324,markup 3,opening 3,point 10,upper 3
→	blank closing 279,blank digit 247,blank lower 2361,blank markup 348,blank opening 85,blank point 117,blank sign 32,blank upper 253,cell 1,closing 2,digit 30,heading 27,item 1,lower 36,markup 11,opening 7,point 1,sign 46,start 301,upper 11	blank bar 1,blank digit 377,blank lower 1241,blank markup 388,blank opening 160,blank point 56,blank sign 19,blank upper 1813,closing 35,digit 31,end 19,lower 29,markup 5,opening 1,point 1,sign 1,upper 19
─	blank closing 6,blank digit 2,blank lower 37,blank point 22,blank sign 6,blank upper 2,heading 22,sign 3229,start 50	blank digit 19,blank lower 1497,blank markup 6,blank opening 25,blank point 58,blank sign 20,blank upper 623,closing 9,end 94,markup 3,sign 1022
│	blank bar 1,blank closing 106,blank digit 22,blank lower 257,blank opening 11,blank point 21,blank sign 420,blank upper 64,closing 6,digit 6,heading 6,lower 11,sign 6,start 1584	blank closing 2,blank digit 34,blank lower 34,blank opening 43,blank point 67,blank sign 1412,blank upper 338,end 575,sign 9,upper 7
├	blank closing 2,blank lower 3,blank point 6,blank sign 795,heading 2,item 1,markup 1,start 1219	sign 2029
└	blank closing 1,blank digit 2,blank point 10,blank sign 880,heading 2,item 1,markup 1,point 2,start 949	sign 1848
❌	bar 2,blank closing 8,blank digit 9,blank lower 53,blank markup 34,blank opening 10,blank point 142,blank sign 20,blank upper 6,bold start 16,cell 224,heading 100,item 337,lower 3,markup 4,number 29,opening 102,point 9,start 174	blank bar 63,blank digit 27,blank lower 30,blank markup 137,blank opening 48,blank point 1,blank sign 4,blank upper 891,closing 8,end 68,opening 2,point 1,sign 2
️	cell 1,digit 54,sign 851	bar 1,blank bar 34,blank closing 1,blank digit 10,blank lower 16,blank markup 88,blank opening 13,blank point 12,blank sign 7,blank upper 609,closing 4,end 37,point 18,sign 56
–	blank lower 49,blank markup 38,closing 1,digit 484,lower 124,markup 6,sign 1,upper 2	blank digit 3,blank lower 14,blank upper 70,closing 1,digit 594,lower 1,markup 6,sign 1,upper 15
┐	sign 661	blank sign 263,end 389,sign 9
┌	blank point 1,blank sign 261,blank upper 1,heading 2,start 378	sign 643
┘	sign 640	blank sign 268,end 362,sign 10
≥	blank bar 1,blank digit 5,blank lower 259,blank markup 23,blank point 135,blank sign 1,blank upper 6,bold start 1,cell 72,item 14,lower 2,markup 5,opening 73,sign 2,start 2	blank digit 123,blank lower 24,blank opening 1,blank point 1,blank sign 1,blank upper 2,digit 444,lower 3,point 2
↓	blank lower 9,blank sign 84,blank upper 16,cell 1,item 5,opening 4,point 2,start 467	blank digit 6,blank lower 6,blank opening 47,blank sign 81,blank upper 20,end 420,markup 2,opening 4,sign 2
⚠	bar 1,blank bar 1,blank closing 8,blank digit 9,blank lower 26,blank markup 12,blank opening 7,blank point 38,blank sign 1,blank upper 1,bold start 12,cell 97,closing 2,heading 55,item 103,markup 10,number 15,opening 73,point 5,sign 3,start 86	blank lower 6,blank point 1,blank upper 18,point 7,sign 533
•	blank closing 62,blank lower 25,blank markup 7,blank point 20,blank sign 201,heading 12,markup 3,opening 3,start 156	blank digit 14,blank lower 62,blank markup 10,blank opening 82,blank point 3,blank sign 11,blank upper 281,end 16,markup 10
✓	blank closing 2,blank digit 8,blank lower 27,blank markup 8,blank opening 1,blank point 51,blank sign 15,blank upper 12,cell 79,closing 9,heading 22,item 44,markup 5,number 4,opening 34,start 161	blank bar 50,blank digit 12,blank lower 21,blank markup 8,blank opening 2,blank point 6,blank sign 8,blank upper 310,closing 1,end 43,opening 2,point 19
🚀	blank lower 5,blank markup 16,blank point 28,blank sign 3,blank upper 2,cell 10,closing 2,heading 185,item 18,markup 5,number 3,opening 36,start 24	blank bar 2,blank digit 3,blank lower 1,blank markup 33,blank opening 5,blank sign 1,blank upper 261,end 25,markup 5,opening 1
🎯	blank lower 2,blank point 2,blank sign 1,bold start 1,cell 6,heading 244,item 34,lower 2,markup 3,opening 12,start 20	blank bar 2,blank digit 3,blank lower 1,blank markup 19,blank upper 299,end 3
📊	blank lower 5,blank markup 1,blank opening 1,blank point 11,blank sign 6,bold start 1,cell 1,closing 3,heading 173,item 25,lower 1,markup 14,number 1,opening 27,start 46	blank bar 1,blank digit 3,blank markup 8,blank point 2,blank sign 2,blank upper 291,end 9
▼	blank sign 84,blank upper 6,sign 54,start 162	blank lower 1,blank opening 1,blank sign 85,blank upper 6,end 159,sign 54
×	blank bar 2,blank closing 6,blank digit 53,blank lower 154,blank markup 1,blank point 1,blank upper 3,digit 79,heading 1,lower 1,markup 3,upper 1	blank bar 5,blank digit 129,blank lower 48,blank markup 4,blank opening 7,blank point 41,blank sign 2,blank upper 13,digit 41,end 1,lower 4,markup 6,point 1,sign 1,upper 2
┬	sign 246	blank lower 1,sign 245
⏳	blank bar 1,blank lower 7,blank markup 1,blank point 8,cell 7,closing 1,heading 3,item 93,number 47,opening 1,start 32	blank bar 6,blank lower 5,blank markup 34,blank opening 4,blank point 2,blank upper 143,end 6,opening 1
←	blank closing 25,blank digit 5,blank lower 66,blank opening 4,blank point 51,blank sign 11,blank upper 15,opening 15,start 1	blank digit 1,blank lower 40,blank markup 5,blank opening 1,blank point 1,blank sign 10,blank upper 108,closing 7,lower 2,sign 16,upper 2
⚡	blank closing 10,blank lower 9,blank markup 12,blank point 15,blank sign 3,blank upper 2,bold start 3,cell 25,heading 49,item 27,markup 3,number 3,opening 9,start 15	blank bar 22,blank digit 15,blank lower 1,blank markup 20,blank opening 1,blank upper 115,end 6,markup 1,sign 4
🔧	blank closing 1,blank markup 3,blank point 2,cell 14,heading 85,item 17,markup 9,number 4,opening 12,start 23	blank digit 13,blank markup 20,blank opening 1,blank sign 1,blank upper 133,end 2
📚	blank point 3,blank sign 3,bold start 1,cell 3,heading 80,item 10,lower 2,markup 2,number 4,opening 46,start 7	blank bar 1,blank markup 10,blank opening 1,blank upper 149
🧠	blank markup 4,blank point 7,blank sign 2,blank upper 2,bold start 1,cell 6,heading 57,item 16,markup 1,number 1,opening 35,start 12	blank bar 3,blank lower 13,blank markup 11,blank sign 1,blank upper 109,end 6,sign 1
🔄	blank bar 2,blank digit 2,blank lower 3,blank point 10,blank sign 1,cell 1,heading 37,item 23,lower 2,number 22,opening 17,start 16	blank bar 3,blank lower 3,blank markup 17,blank opening 5,blank upper 106,end 1,upper 1
📋	blank closing 1,blank markup 1,blank point 18,blank sign 1,bold start 1,cell 2,closing 4,heading 60,item 8,markup 2,number 2,opening 18,start 17	blank bar 2,blank markup 8,blank upper 111,end 14
·	blank closing 30,blank digit 6,blank lower 46,blank markup 18,blank point 2,blank upper 5,digit 8,lower 2,sign 18	blank lower 40,blank markup 28,blank opening 4,blank sign 5,blank upper 30,end 2,lower 26
🔍	blank markup 2,blank opening 1,cell 3,heading 46,item 11,lower 5,number 1,opening 26,start 35	blank bar 1,blank markup 12,blank upper 117
📦	blank lower 1,cell 3,heading 69,item 7,lower 2,markup 1,opening 6,start 33	blank lower 4,blank markup 7,blank opening 1,blank point 1,blank upper 109
≤	blank digit 14,blank lower 67,blank point 21,blank sign 2,blank upper 1,cell 10,item 1,opening 5,sign 1	blank digit 68,blank lower 6,blank opening 1,digit 46,opening 1
⭐	blank closing 6,blank digit 7,blank lower 5,blank markup 20,blank point 10,blank sign 10,bold start 1,cell 29,heading 5,item 6,markup 1,number 1,opening 12,start 7	blank bar 17,blank digit 14,blank lower 6,blank markup 1,blank opening 18,blank upper 51,end 12,markup 1
✗	blank closing 3,blank digit 5,blank lower 3,blank point 15,cell 18,closing 7,item 8,markup 2,opening 27,point 9,start 20	blank bar 21,blank lower 19,blank opening 3,blank point 6,blank upper 51,closing 1,end 8,point 8
📝	blank opening 1,blank point 1,cell 1,closing 1,heading 54,item 14,markup 2,number 1,opening 6,start 28	blank lower 6,blank markup 1,blank point 1,blank upper 101
🎉	blank lower 2,blank markup 5,blank point 6,blank upper 2,heading 51,opening 9,start 30	blank bar 2,blank digit 1,blank lower 4,blank markup 15,blank upper 73,end 10
┴	sign 96	sign 96
📈	blank lower 1,blank point 3,blank sign 3,cell 1,closing 1,heading 64,item 4,markup 1,opening 4,start 9	blank markup 2,blank upper 87,end 2
┤	sign 89	blank sign 4,blank upper 1,end 83,sign 1
🟡	blank closing 1,blank lower 3,blank markup 9,blank point 10,blank sign 1,bold start 2,cell 18,heading 9,item 22,number 5,opening 4,point 2,start 2	blank bar 1,blank digit 3,blank lower 1,blank markup 15,blank opening 3,blank upper 51,end 12,point 2
🧪	blank lower 2,blank point 2,blank sign 3,heading 42,item 5,number 1,opening 12,start 19	blank markup 4,blank upper 77,end 5
🤖	blank sign 6,cell 8,closing 1,heading 17,item 11,markup 3,opening 4,start 29	blank bar 2,blank digit 2,blank markup 8,blank sign 1,blank upper 62,point 4
━	opening 7,start 71	end 71,opening 7
§	blank digit 2,blank lower 39,blank markup 7,blank point 12,cell 9,markup 1,opening 4,sign 1	blank lower 4,blank upper 5,digit 62,upper 4
┼	sign 74	sign 74
═	heading 4,sign 14,start 54	end 58,sign 14
█	blank opening 5,blank point 5,blank sign 18,heading 2,markup 4,opening 18,sign 16,start 4	blank digit 5,blank opening 4,blank sign 9,closing 21,markup 4,opening 1,sign 28
📖	blank bar 1,blank sign 1,bold start 11,cell 12,closing 1,heading 22,item 12,markup 1,opening 4,start 6	blank markup 18,blank opening 12,blank upper 40,end 1
💡	bold start 4,cell 1,closing 2,heading 31,item 11,opening 7,start 15	blank markup 7,blank sign 1,blank upper 63
🔗	blank point 2,blank sign 1,blank upper 2,bold start 3,cell 2,closing 1,heading 46,item 4,markup 3,number 1,start 3	blank bar 2,blank lower 1,blank markup 5,blank upper 60
🚨	blank sign 1,blank upper 1,bold start 5,heading 35,markup 2,opening 7,point 1,start 10	blank markup 7,blank upper 53,closing 1,point 1
µ	blank digit 27,blank lower 1,closing 1,digit 32	apostrophe 61
🐛	blank lower 1,blank markup 1,blank sign 1,blank upper 1,heading 35,item 14,opening 6	blank bar 1,blank markup 5,blank opening 1,blank upper 51,end 1
🔒	blank lower 2,blank markup 1,blank point 2,blank sign 1,cell 2,closing 1,heading 23,item 13,markup 2,number 1,opening 3,start 7	blank bar 2,blank digit 1,blank lower 1,blank markup 11,blank upper 41,end 2
…	blank lower 4,blank opening 1,blank point 12,blank sign 2,closing 1,digit 1,lower 20,opening 8,point 3,start 3,upper 1	blank bar 7,blank closing 1,blank lower 2,closing 16,end 3,lower 3,markup 5,opening 17,point 2
²	bar 2,closing 7,digit 7,lower 12,sign 2,upper 25	blank bar 1,blank lower 2,blank opening 1,blank point 22,blank sign 7,closing 19,end 3
⃣	sign 54	blank markup 7,blank upper 47
é	blank lower 5,blank markup 1,blank point 1,lower 42,upper 3	apostrophe 12,blank lower 16,blank upper 3,closing 1,lower 19,point 1
💰	blank digit 7,blank lower 5,blank markup 2,blank point 1,bold start 1,cell 4,heading 12,item 10,number 1,start 7	blank bar 7,blank digit 5,blank markup 12,blank upper 22,end 4
🔴	blank closing 1,blank lower 2,blank markup 7,blank point 8,blank sign 1,bold start 2,cell 7,heading 4,item 7,number 1,opening 5,point 1,start 2	blank bar 2,blank lower 1,blank markup 9,blank upper 30,end 5,point 1
✨	blank closing 3,blank lower 4,blank markup 2,blank point 4,bold start 2,heading 9,item 1,number 4,opening 9,sign 5,start 2	blank bar 2,blank markup 4,blank opening 4,blank upper 24,end 11
↔	blank closing 4,blank digit 1,blank lower 26,blank point 1,blank upper 12,lower 1	blank lower 7,blank opening 4,blank upper 33,lower 1
💾	blank sign 1,cell 4,heading 7,item 13,lower 1,markup 1,opening 2,start 15	blank bar 1,blank digit 1,blank markup 5,blank upper 37
“	blank lower 23,blank point 2,blank sign 2,item 5,number 9,start 3	digit 2,lower 30,upper 12
”	lower 30,point 13,upper 1	blank lower 21,blank sign 2,blank upper 1,end 14,point 6
🏗	blank point 1,blank sign 1,closing 1,heading 30,item 1,number 1,opening 7,start 1	sign 43
↑	blank lower 2,blank point 7,blank sign 4,cell 2,heading 2,item 5,markup 2,opening 12,sign 2,start 5	blank digit 9,blank lower 9,blank sign 7,blank upper 4,digit 3,end 5,opening 4,point 2
’	digit 2,lower 39	apostrophe 38,closing 1,end 1,point 1
↕	blank sign 29,start 10	blank opening 4,blank sign 21,end 8,sign 6
🤝	cell 3,heading 28,item 3,start 1	blank bar 1,blank lower 1,blank markup 3,blank upper 30
🔐	blank lower 1,blank point 2,blank sign 1,cell 3,heading 16,item 6,markup 1,opening 2,start 3	blank digit 1,blank markup 7,blank upper 26,end 1
ç	blank lower 6,lower 26,sign 3	closing 2,end 1,lower 23,sign 9
▶	heading 1,sign 33	blank lower 6,blank opening 2,blank sign 3,blank upper 10,sign 13
🟢	blank closing 1,blank lower 1,blank markup 3,blank point 8,bold start 2,cell 4,heading 3,item 4,number 1,opening 4,point 1,start 2	blank bar 1,blank lower 1,blank markup 5,blank opening 2,blank upper 20,closing 1,end 3,point 1
🎓	blank opening 1,heading 30,item 1	blank markup 1,blank upper 31
ü	blank lower 1,blank upper 1,lower 22,upper 8	apostrophe 3,lower 29
📁	blank bar 1,closing 1,heading 16,lower 1,opening 5,start 7	blank lower 1,blank markup 2,blank upper 28
👥	cell 1,closing 1,heading 5,item 2,opening 1,start 21	blank bar 1,blank markup 1,blank upper 29
📄	heading 18,item 1,opening 3,start 8	blank markup 2,blank upper 28
⏸	blank point 2,cell 16,heading 3,item 8,markup 1	sign 30
⏱	blank lower 1,blank markup 3,blank point 2,blank sign 5,cell 1,heading 5,item 1,start 11	sign 29
🌐	bold start 1,cell 1,closing 1,heading 9,item 8,markup 1,opening 3,start 3	blank markup 4,blank opening 2,blank upper 21
▀	blank sign 3,sign 24	blank sign 12,sign 15
ö	blank lower 5,lower 18,sign 1,upper 3	lower 24,sign 3
►	sign 24,start 2	blank digit 1,blank lower 4,blank opening 3,blank upper 13,sign 5
🏆	blank point 1,bold start 1,cell 2,heading 18,item 1,number 1,opening 1	blank bar 1,blank digit 1,blank markup 1,blank upper 20,end 2
❤	blank lower 11,point 14	sign 25
◆	markup 18,start 6	blank lower 18,blank opening 6
⏭	blank lower 1,item 9,number 11,start 2	sign 23
Δ	bar 10,blank lower 9,blank point 3	blank opening 1,blank point 1,lower 15,point 5
◄	blank closing 1,blank lower 15,sign 6	sign 22
💬	cell 2,heading 6,item 7,number 1,opening 1,start 5	blank bar 1,blank markup 2,blank opening 7,blank upper 12
🎨	blank point 1,heading 8,item 6,opening 6	blank digit 1,blank markup 3,blank opening 1,blank sign 1,blank upper 14,end 1
🔬	blank lower 2,blank point 1,cell 1,closing 1,heading 13,start 3	blank markup 2,blank sign 2,blank upper 14,end 2,sign 1
🛠	cell 2,heading 17,item 2	sign 21
▄	sign 21	blank sign 6,end 3,sign 12
ê	blank lower 1,lower 20	apostrophe 8,blank lower 8,lower 5
💻	blank lower 2,blank sign 3,heading 7,item 1,markup 1,opening 2,sign 3,start 1	blank markup 3,blank sign 2,blank upper 13,end 2
🛡	blank point 2,blank sign 1,bold start 1,cell 2,heading 4,item 6,opening 2,start 2	blank upper 1,sign 19
🙏	heading 20	blank upper 20
▲	blank sign 15,cell 2,sign 1,start 2	blank point 2,blank sign 8,blank upper 1,end 9
α	blank lower 3,blank point 9,blank sign 1,item 1,opening 3,start 3	blank markup 1,blank point 9,markup 1,point 4,sign 5
🚫	blank bar 4,closing 3,heading 1,item 10,opening 1	blank bar 2,blank markup 2,blank upper 13,end 2
≠	blank closing 1,blank lower 17,blank upper 1	blank digit 1,blank lower 16,blank upper 1,digit 1
⁻	digit 19	digit 19
📌	blank sign 3,heading 2,item 1,start 13	blank lower 12,blank opening 3,blank upper 4
⚙	blank lower 1,blank sign 1,heading 7,item 1,lower 3,markup 1,start 4	sign 18
γ	blank lower 2,blank point 8,blank sign 3,item 1,opening 1,start 3	blank markup 1,blank opening 1,blank point 5,closing 1,point 5,sign 5
◀	blank digit 1,blank lower 3,blank markup 8,sign 6	sign 18
±	blank digit 3,blank lower 1,blank point 7,cell 1,digit 1,opening 5	blank digit 3,digit 15
°	blank point 1,digit 17	blank lower 9,upper 9
β	blank point 11,blank sign 2,item 1,start 3	blank markup 1,blank point 5,end 1,point 5,sign 5
🔌	cell 3,closing 1,heading 11,item 1,start 1	blank bar 2,blank markup 2,blank upper 13
★	blank lower 1,blank point 1,blank sign 1,cell 8,digit 4,start 2	blank bar 3,blank lower 7,blank opening 1,blank upper 3,end 1,sign 2
λ	bar 4,blank point 4,blank sign 1,item 3,opening 3,point 2	blank lower 2,blank markup 2,blank point 3,closing 3,end 1,point 6
📡	cell 2,heading 2,lower 1,number 1,opening 6,start 4	blank markup 2,blank upper 14
🚧	blank lower 1,bold start 1,cell 3,heading 8,item 1,number 1,opening 1	blank digit 2,blank markup 1,blank upper 12,end 1
●	blank bar 1,blank lower 1,blank point 2,blank sign 10,markup 2	blank sign 2,blank upper 2,closing 1,end 9,markup 2
ℹ	closing 2,item 4,start 10	blank upper 4,sign 12
📞	heading 15	blank upper 15
🐳	heading 10,item 3,opening 1,start 1	blank markup 1,blank upper 14
∞	blank markup 1,blank point 5,cell 7,opening 1,point 1	blank bar 2,blank lower 1,blank opening 1,blank point 1,closing 3,markup 5,point 2
⁴	digit 1,sign 14	blank lower 4,blank opening 1,blank upper 1,end 6,opening 1,point 2
ρ	blank lower 10,blank point 2,blank upper 1,opening 2	blank lower 3,blank point 1,closing 3,end 1,markup 3,point 4
📘	blank lower 1,blank point 5,bold start 1,cell 1,heading 6	blank bar 1,blank upper 12,end 1
░	blank sign 3,opening 1,sign 10	blank sign 3,closing 1,opening 1,sign 9
🐝	cell 1,closing 1,heading 7,opening 4	blank markup 2,blank upper 11
🔮	heading 13	blank upper 13
≈	blank digit 1,blank lower 8,blank upper 2,markup 1,opening 1	blank digit 8,blank point 2,blank upper 1,digit 1,markup 1
 	lower 7,markup 3,sign 3	lower 13
ñ	lower 13	lower 13
🌟	blank digit 2,blank point 1,heading 9	blank upper 9,end 3
👑	cell 3,heading 2,opening 2,start 5	blank upper 12
🔥	blank closing 1,blank lower 1,blank markup 1,bold start 1,heading 5,opening 3	blank markup 1,blank upper 10,opening 1
☁	cell 6,heading 5,item 1	sign 12
σ	digit 7,opening 4	blank lower 1,blank opening 2,closing 1,end 2,point 5
Σ	blank point 7,opening 4	blank sign 1,blank upper 2,markup 2,opening 6
中	opening 8,sign 2,start 1	sign 11
文	sign 11	closing 10,sign 1
🧹	blank lower 1,blank point 2,blank sign 1,bold start 1,heading 3,markup 1,opening 1	blank markup 3,blank upper 6,end 1
🎮	blank point 1,cell 3,heading 5,markup 1	blank markup 2,blank upper 8
❓	blank point 2,cell 3,heading 1,item 3	blank bar 1,blank upper 5,upper 3
−	bar 1,blank lower 4,blank point 1,cell 2,markup 1	blank digit 3,blank sign 1,digit 3,markup 1,sign 1
δ	blank point 3,blank sign 2,item 1,start 3	blank markup 1,blank point 5,sign 3
어	sign 9	closing 8,sign 1
💥	heading 5,opening 3	blank upper 8
📥	heading 7,markup 1	blank upper 8
📑	closing 1,heading 7	blank upper 8
π	blank point 4,digit 4	closing 1,end 1,point 6
³	digit 5,lower 1,sign 2	blank lower 2,blank opening 1,blank point 1,blank upper 1,closing 1,point 2
🆕	blank closing 1,blank lower 3,bold start 1,heading 1,start 2	blank markup 1,blank upper 3,end 4
한	opening 8	sign 8
국	sign 8	sign 8
日	opening 8	sign 8
本	sign 8	sign 8
語	sign 8	closing 8
‍	sign 7	sign 7
🚪	cell 1,heading 2,item 4	blank bar 1,blank markup 1,blank upper 5
🛑	cell 1,heading 1,item 5	blank markup 3,blank upper 4
🧩	cell 2,heading 5	blank bar 1,blank markup 1,blank upper 5
ε	blank lower 3,blank opening 2,blank sign 1,point 1	blank opening 4,blank point 2,point 1
🔀	blank markup 1,blank sign 1,heading 4,number 1	blank upper 6,end 1
μ	blank lower 4,digit 3	apostrophe 4,blank lower 1,end 1,point 1
√	blank point 3,point 4	digit 5,opening 2
ế	lower 7	lower 7
ệ	lower 7	apostrophe 7
💖	heading 7	blank upper 7
🆘	heading 6	blank upper 6
🔑	heading 3,item 1,lower 1,opening 1	blank markup 1,blank upper 5
📂	closing 1,heading 3,opening 1,start 1	blank upper 6
⚪	blank sign 1,item 1,opening 4	blank lower 1,blank upper 5
🗂	blank lower 1,heading 3,opening 1,start 1	sign 6
♾	blank point 2,cell 2,heading 1,markup 1	sign 6
↗	blank point 3,item 1,markup 2	markup 2,sign 4
🔜	cell 1,heading 1,item 4	blank upper 6
🖥	cell 1,closing 1,heading 3,start 1	sign 6
θ	opening 6	closing 4,point 2
©	blank lower 2,blank point 1,blank upper 2,markup 1	blank digit 1,blank lower 1,blank opening 1,blank upper 2,markup 1
🐙	bold start 1,cell 1,heading 3	blank markup 2,blank upper 3
🎁	heading 5	blank markup 1,blank upper 4
🌍	heading 2,item 2,markup 1	blank markup 3,blank upper 2
÷	blank closing 4,markup 1	blank digit 4,markup 1
ラ	blank point 1,markup 1,sign 3	sign 5
👨	heading 4	sign 4
⬇	blank point 1,blank upper 1,heading 2	sign 4
🔨	heading 2,opening 1,start 1	blank markup 1,blank upper 3
📉	blank sign 1,heading 1,item 2	blank digit 1,blank markup 1,blank upper 2
🪲	blank point 2,blank sign 1,heading 1	blank markup 1,blank upper 3
🥇	cell 2,heading 2	blank digit 4
🥈	cell 2,heading 2	blank digit 4
🧭	blank point 2,cell 2	blank bar 1,blank markup 1,end 2
🧬	cell 2,heading 1,item 1	blank bar 1,blank markup 1,blank upper 2
🎬	blank point 1,bold start 1,heading 2	blank opening 1,blank upper 3
🎊	heading 4	blank upper 4
📅	heading 3,start 1	blank upper 4
⏰	blank point 1,heading 1,lower 1,opening 1	blank lower 1,blank upper 3
Р	opening 4	sign 4
у	sign 4	sign 4
с	sign 4	sign 4
к	sign 4	sign 4
и	sign 4	sign 4
й	sign 4	closing 4
ル	sign 4	sign 4
フ	markup 2,sign 2	closing 1,markup 1,sign 2
정	sign 4	point 1,sign 3
🥉	cell 1,heading 2	blank digit 3
🆓	bold start 1,heading 2	blank digit 1,blank upper 2
🕸	blank lower 1,item 1,opening 1	sign 3
🏁	blank point 1,heading 2	blank upper 3
🗺	heading 3	sign 3
🚢	blank point 1,heading 1,number 1	blank upper 2,markup 1
🤔	heading 2,start 1	blank upper 3
🎛	heading 3	sign 3
⁵	digit 3	blank lower 2,digit 1
🗄	item 2,start 1	sign 3
🏷	cell 1,item 2	sign 3
🎣	heading 3	blank upper 3
고	markup 1,opening 2	sign 3
밀	sign 3	markup 1,opening 2
"""
